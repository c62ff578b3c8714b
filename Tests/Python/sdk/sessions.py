"""Sessions: begun with a name, proven with a password, found, changed and ended."""

import base64

from world import World, encoded, refused, session, user

PASSWORD = "Secr3tP4ssw0rd!"


def check(world: World) -> None:
    sessions = world.client.sessions
    person = world.client.users.create_user(
        user(
            "CreateUserRequest",
            organization_id=world.organization,
            username="sdk.goofy",
            human=user(
                "Human",
                profile=user("Profile", given_name="Goofy", family_name="Goof"),
                email=user("SetHumanEmail", email="goofy@sdk.example", is_verified=True),
                password=user("SetPassword", password=user("Password", password=PASSWORD)),
            ),
        )
    ).id
    created = sessions.create_session(
        session(
            "CreateSessionRequest",
            checks=session("Checks", user=session("CheckUser", login_name="sdk.goofy")),
            metadata={"device": encoded("kiosk")},
            lifetime="3600s",
        )
    )
    assert created.session_id and created.session_token and created.details.change_date, created
    with refused(400, "invalid_argument", "COMMAND-3M0fs"):
        sessions.set_session(proof(created.session_id, "wrong"))
    proven = sessions.set_session(proof(created.session_id, PASSWORD))
    assert proven.session_token != created.session_token, proven

    found = sessions.get_session(
        session("GetSessionRequest", session_id=created.session_id, session_token=proven.session_token)
    ).session
    assert found.factors.user.id == person and found.factors.user.login_name == "sdk.goofy", found
    assert found.factors.password.verified_at and found.factors.totp is None, found
    assert base64.b64decode(found.metadata["device"]) == b"kiosk", found
    assert found.expiration_date > found.creation_date, found

    def listed() -> list[str]:
        query = session("SearchQuery", user_id_query=session("UserIDQuery", id=person))
        answer = sessions.list_sessions(session("ListSessionsRequest", queries=[query]))
        return [row.id for row in answer.sessions or []]

    assert listed() == [created.session_id]
    sessions.delete_session(session("DeleteSessionRequest", session_id=created.session_id))
    assert listed() == []
    world.delete_user(person)


def proof(session_id: str, password: str) -> object:
    return session(
        "SetSessionRequest",
        session_id=session_id,
        checks=session("Checks", password=session("CheckPassword", password=password)),
    )
