"""Machine users with their keys, personal access tokens and metadata."""

import base64
import json

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from world import FAR, World, encoded, refused, user


def check(world: World) -> None:
    robot = world.add_machine("sdk-robot")
    change(world, robot)
    keys(world, robot)
    tokens(world, robot)
    metadata(world, robot)
    world.delete_user(robot)
    assert not listed_keys(world, robot)[0]


def change(world: World, robot: str) -> None:
    world.client.users.update_user(
        user("UpdateUserRequest", user_id=robot, machine=user("Machine", description="nightly job"))
    )
    found = world.client.users.get_user_by_id(user("GetUserByIDRequest", user_id=robot)).user
    assert found.machine.name == "Sdk-Robot" and found.machine.description == "nightly job", found
    assert not found.machine.has_secret and found.human is None, found
    # BEARER is number 0 of its enum and so not on the wire.
    assert found.machine.access_token_type in (None, "ACCESS_TOKEN_TYPE_BEARER"), found


def listed_keys(world: World, robot: str) -> tuple[list[str], object]:
    listed = world.client.users.list_keys(
        user(
            "ListKeysRequest",
            filters=[user("KeysSearchFilter", user_id_filter=user("IDFilter", id=robot))],
            sorting_column="KEY_FIELD_NAME_ID",
            pagination=user("PaginationRequest", asc=True),
        )
    )
    return [key.id for key in listed.result or []], listed.pagination


def keys(world: World, robot: str) -> None:
    users = world.client.users
    made = users.add_key(user("AddKeyRequest", user_id=robot, expiration_date=FAR))
    file = json.loads(base64.b64decode(made.key_content))
    assert list(file) == ["type", "keyId", "key", "expirationDate", "userId"], file
    assert file["keyId"] == made.key_id and file["userId"] == robot, file
    pem = (
        ec.generate_private_key(ec.SECP256R1())
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    uploaded = users.add_key(
        user("AddKeyRequest", user_id=robot, expiration_date=FAR, public_key=encoded(pem.decode()))
    )
    assert not uploaded.key_content, uploaded
    found, head = listed_keys(world, robot)
    assert found == sorted([made.key_id, uploaded.key_id]), found
    assert str(head.total_result) == "2" and str(head.applied_limit) == "100", head
    with refused(400, "invalid_argument", "COMMAND-5F3h1"):
        users.add_key(
            user("AddKeyRequest", user_id=robot, expiration_date=FAR, public_key=encoded("no key"))
        )
    for key in found:
        removed = users.remove_key(user("RemoveKeyRequest", user_id=robot, key_id=key))
        assert removed.deletion_date, removed
    with refused(404, "not_found", "COMMAND-4m77G"):
        users.remove_key(user("RemoveKeyRequest", user_id=robot, key_id=made.key_id))


def tokens(world: World, robot: str) -> None:
    users = world.client.users
    added = users.add_personal_access_token(
        user("AddPersonalAccessTokenRequest", user_id=robot, expiration_date=FAR)
    )
    listed = users.list_personal_access_tokens(
        user(
            "ListPersonalAccessTokensRequest",
            filters=[
                user("PersonalAccessTokensSearchFilter", token_id_filter=user("IDFilter", id=added.token_id))
            ],
        )
    )
    (token,) = listed.result
    assert token.user_id == robot and token.organization_id == world.organization, token
    assert token.expiration_date == FAR, token
    assert added.token not in str(listed.to_dict())
    users.remove_personal_access_token(
        user("RemovePersonalAccessTokenRequest", user_id=robot, token_id=added.token_id)
    )
    with refused(404, "not_found", "COMMAND-4m77G"):
        users.remove_personal_access_token(
            user("RemovePersonalAccessTokenRequest", user_id=robot, token_id=added.token_id)
        )


def metadata(world: World, robot: str) -> None:
    users = world.client.users

    def entries() -> dict[str, str]:
        listed = users.list_user_metadata(user("ListUserMetadataRequest", user_id=robot))
        return {entry.key: base64.b64decode(entry.value).decode() for entry in listed.metadata or []}

    request = user(
        "SetUserMetadataRequest",
        user_id=robot,
        metadata=[
            user("Metadata", key="team", value=encoded("dév")),
            user("Metadata", key="tier", value=encoded("gold")),
        ],
    )
    assert users.set_user_metadata(request).set_date
    assert entries() == {"team": "dév", "tier": "gold"}
    users.set_user_metadata(
        user("SetUserMetadataRequest", user_id=robot, metadata=[user("Metadata", key="tier", value="")])
    )
    assert entries() == {"team": "dév"}
    with refused(404, "not_found", "META-2nnds"):
        users.delete_user_metadata(user("DeleteUserMetadataRequest", user_id=robot, keys=["team", "tier"]))
    users.delete_user_metadata(user("DeleteUserMetadataRequest", user_id=robot, keys=["team"]))
    assert entries() == {}
