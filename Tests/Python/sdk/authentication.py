"""The three ways in which the SDK gets its tokens."""

import base64
import os
import tempfile

from zitadel_client import ApiError, Zitadel, ZitadelError

from world import FAR, World, permission, user


def check(world: World) -> None:
    by_key(world, world.key_file, expects_rights=True)
    robot = world.add_machine("sdk-authentication")
    by_secret(world, robot)
    by_own_key(world, robot)
    by_token(world, robot)
    wrong_credentials(world)
    world.delete_user(robot)


def own_name(client: Zitadel, user_id: str) -> str:
    found = client.users.get_user_by_id(user("GetUserByIDRequest", user_id=user_id))
    return found.user.username


def by_key(world: World, key_file: str, expects_rights: bool) -> Zitadel:
    client = Zitadel.with_private_key(world.host, key_file)
    listed = client.users.list_users(user("ListUsersRequest"))
    assert (len(listed.result) > 1) == expects_rights, listed
    return client


def by_secret(world: World, robot: str) -> None:
    added = world.client.users.add_secret(user("AddSecretRequest", user_id=robot))
    assert len(added.client_secret) == 64 and added.creation_date, added
    client = Zitadel.with_client_credentials(world.host, "sdk-authentication", added.client_secret)
    assert own_name(client, robot) == "sdk-authentication"
    # Without a role it sees itself and nobody else.
    listed = client.users.list_users(user("ListUsersRequest"))
    assert [found.user_id for found in listed.result] == [robot], listed
    assert str(listed.details.total_result) == "1", listed

    # A role counts with the next call; the token is the same.
    administrator = permission(
        "CreateAdministratorRequest",
        user_id=robot,
        resource=permission("ResourceType", organization_id=world.organization),
        roles=["ORG_OWNER_VIEWER"],
    )
    world.client.internal_permissions.create_administrator(administrator)
    listed = client.users.list_users(user("ListUsersRequest"))
    assert len(listed.result) > 1, listed

    removed = world.client.users.remove_secret(user("RemoveSecretRequest", user_id=robot))
    assert removed.deletion_date, removed
    later = Zitadel.with_client_credentials(world.host, "sdk-authentication", added.client_secret)
    try:
        own_name(later, robot)
    except ZitadelError:
        pass
    else:
        raise AssertionError("a removed secret still gives tokens")


def by_own_key(world: World, robot: str) -> None:
    added = world.client.users.add_key(user("AddKeyRequest", user_id=robot, expiration_date=FAR))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "key.json")
        with open(path, "wb") as file:
            file.write(base64.b64decode(added.key_content))
        client = by_key(world, path, expects_rights=True)
        assert own_name(client, robot) == "sdk-authentication"
    world.client.users.remove_key(user("RemoveKeyRequest", user_id=robot, key_id=added.key_id))


def by_token(world: World, robot: str) -> None:
    added = world.client.users.add_personal_access_token(
        user("AddPersonalAccessTokenRequest", user_id=robot, expiration_date=FAR)
    )
    client = Zitadel.with_access_token(world.host, added.token)
    assert own_name(client, robot) == "sdk-authentication"
    world.client.users.remove_personal_access_token(
        user("RemovePersonalAccessTokenRequest", user_id=robot, token_id=added.token_id)
    )
    try:
        own_name(client, robot)
    except ApiError as error:
        assert error.code == 401 and error.response_body["code"] == "unauthenticated", error
    else:
        raise AssertionError("a removed token still works")


def wrong_credentials(world: World) -> None:
    for client in [
        Zitadel.with_access_token(world.host, "no-token"),
        Zitadel.with_client_credentials(world.host, "nobody", "no-secret"),
    ]:
        try:
            client.users.list_users(user("ListUsersRequest"))
        except ApiError as error:
            assert error.code == 401, error
        except ZitadelError:
            pass
        else:
            raise AssertionError("nobody was let in")
