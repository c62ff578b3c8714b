"""Identity providers: read, linked to people, and vouching for them in sessions. The provider is another program's."""

import urllib.parse

from oidc_provider_mock import User, run_server_in_thread

from world import World, provider, refused, session, user

SUBJECT = "sdk-pluto"
CLAIMS = {
    "name": "Pluto Dog",
    "given_name": "Pluto",
    "family_name": "Dog",
    "preferred_username": "sdk.pluto",
    "email": "pluto@sdk.example",
    "email_verified": True,
}


def check(world: World) -> None:
    with run_server_in_thread(require_nonce=True, user_claims=[User(sub=SUBJECT, claims=CLAIMS)]) as server:
        issuer = f"http://127.0.0.1:{server.server_port}"
        idp = add(world, issuer)
        read(world, idp, issuer)
        links(world, idp)
        start(world, idp, issuer)
        person = arrive(world, idp)
        prove(world, idp, person)
        world.delete_user(person)
        remove(world, idp)


def add(world: World, issuer: str) -> str:
    """The SDK has no call for it."""
    added = world.rest(
        "POST",
        "/admin/v1/idps/generic_oidc",
        {
            "name": "Kennel",
            "issuer": issuer,
            "clientId": "alcazar",
            "clientSecret": "s3cr3t",
            "scopes": ["openid", "profile", "email"],
            "providerOptions": {"isLinkingAllowed": True, "isCreationAllowed": True},
        },
    )
    return added["id"]


def remove(world: World, idp: str) -> None:
    world.rest("DELETE", f"/admin/v1/idps/templates/{idp}")
    with refused(404, "not_found", "QUERY-rhR2o"):
        world.client.idps.get_idpby_id(provider("GetIDPByIDRequest", id=idp))


def read(world: World, idp: str, issuer: str) -> None:
    answer = world.client.idps.get_idpby_id(provider("GetIDPByIDRequest", id=idp))
    found = answer.idp
    assert found.id == idp and found.name == "Kennel" and found.details.creation_date, found
    assert found.type == "IDP_TYPE_OIDC" and found.state == "IDP_STATE_ACTIVE", found
    assert found.config.oidc.issuer == issuer and found.config.oidc.client_id == "alcazar", found
    assert found.config.oidc.scopes == ["openid", "profile", "email"], found
    options = found.config.options
    assert options.is_linking_allowed and options.is_creation_allowed and not options.is_auto_creation, found
    assert found.config.oauth is None and "s3cr3t" not in str(answer.to_dict()), found


def links(world: World, idp: str) -> None:
    users = world.client.users
    person = users.add_human_user(
        user(
            "AddHumanUserRequest",
            username="sdk.dingo",
            organization=user("Organization", org_id=world.organization),
            profile=user("SetHumanProfile", given_name="Dingo", family_name="Dog"),
            email=user("SetHumanEmail", email="dingo@sdk.example", is_verified=True),
        )
    ).user_id
    link = user("IDPLink", idp_id=idp, user_id="sdk-dingo", user_name="dingo")
    add_link = user("AddIDPLinkRequest", user_id=person, idp_link=link)

    def listed() -> list:
        return users.list_idp_links(user("ListIDPLinksRequest", user_id=person)).result or []

    assert users.add_idp_link(add_link).details.resource_owner == world.organization
    with refused(409, "already_exists", "V3-DKcYh"):
        users.add_idp_link(add_link)
    assert listed() == [link], listed()
    remove_link = user("RemoveIDPLinkRequest", user_id=person, idp_id=idp, linked_user_id="sdk-dingo")
    assert users.remove_idp_link(remove_link).details.change_date
    with refused(404, "not_found", "COMMAND-1M9xR"):
        users.remove_idp_link(remove_link)
    assert listed() == []
    world.delete_user(person)


def started(world: World, idp: str) -> str:
    """The address to which a browser is to go."""
    # There everything is answered, and nobody looks at the query.
    back = f"{world.host}/debug/healthz"
    urls = user("RedirectURLs", success_url=f"{back}?sdk=1", failure_url=back)
    answer = world.client.users.start_identity_provider_intent(
        user("StartIdentityProviderIntentRequest", idp_id=idp, urls=urls)
    )
    assert answer.details.resource_owner and answer.form_data is None and answer.idp_intent is None, answer
    return answer.auth_url


def start(world: World, idp: str, issuer: str) -> None:
    address, query = started(world, idp).split("?")
    assert address == f"{issuer}/oauth2/authorize", address
    asked = dict(urllib.parse.parse_qsl(query))
    assert asked["client_id"] == "alcazar" and asked["response_type"] == "code", asked
    assert asked["redirect_uri"] == f"{world.host}/idps/callback/{idp}", asked
    assert asked["scope"] == "openid profile email" and asked["state"] and asked["nonce"], asked
    with refused(400, "failed_precondition", "COMMAND-as02jin"):
        started(world, "nobody")


def succeeded(world: World, idp: str) -> dict[str, str]:
    """Signs in at the provider and comes back, with what the client is told then."""
    end = world.visit(started(world, idp), {"sub": SUBJECT})
    told = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(end).query))
    assert told.pop("sdk", None) == "1" and told["id"] and told["token"], end
    return told


def retrieved(world: World, intent: str, token: str) -> object:
    return world.client.users.retrieve_identity_provider_intent(
        user("RetrieveIdentityProviderIntentRequest", idp_intent_id=intent, idp_intent_token=token)
    )


def arrive(world: World, idp: str) -> str:
    """Somebody whom nobody knows yet, and whom the answer says how to make."""
    told = succeeded(world, idp)
    assert "user" not in told, told
    with refused(403, "permission_denied", "CRYPTO-Sf4gt"):
        retrieved(world, told["id"], told["token"][:-4] + "AAAA")
    answer = retrieved(world, told["id"], told["token"])
    assert not answer.user_id and answer.update_human_user is None, answer
    information = answer.idp_information
    assert information.idp_id == idp and information.user_id == SUBJECT, answer
    assert information.user_name == "sdk.pluto", answer
    assert information.raw_information["email"] == "pluto@sdk.example", answer
    assert information.oauth.access_token and information.oauth.id_token.count(".") == 2, answer
    human = answer.add_human_user
    assert human.profile.given_name == "Pluto" and human.email.is_verified, answer
    return world.client.users.add_human_user(human).user_id


def prove(world: World, idp: str, person: str) -> None:
    """The same person again, to whom a session is given for it, once."""
    told = succeeded(world, idp)
    assert told["user"] == person, told
    assert retrieved(world, told["id"], told["token"]).user_id == person
    sessions = world.client.sessions
    request = session(
        "CreateSessionRequest",
        checks=session(
            "Checks",
            user=session("CheckUser", user_id=person),
            idp_intent=session("CheckIDPIntent", idp_intent_id=told["id"], idp_intent_token=told["token"]),
        ),
    )
    created = sessions.create_session(request)
    found = sessions.get_session(
        session("GetSessionRequest", session_id=created.session_id, session_token=created.session_token)
    ).session
    assert found.factors.user.id == person and found.factors.intent.verified_at, found
    assert found.factors.password is None, found
    with refused(400, "failed_precondition", "COMMAND-Df4bw"):
        sessions.create_session(request)
    sessions.delete_session(session("DeleteSessionRequest", session_id=created.session_id))
