"""Human users: made in both ways, changed, found, given addresses and passwords, and removed."""

from world import World, encoded, refused, user

PASSWORD = "Secr3tP4ssw0rd!"
#: bcrypt of PASSWORD.
HASH = "$2b$12$abcdefghijklmnopqrstuu/Kf4.w4s/CMEn6KZKbD39eBLye0lXP6"


def check(world: World) -> None:
    minnie = create(world)
    daisy = import_person(world)
    read(world, minnie)
    search(world, minnie, daisy)
    change(world, minnie)
    addresses(world, minnie)
    passwords(world, minnie)
    factors(world, minnie)
    states(world, minnie)
    for person in [minnie, daisy]:
        world.delete_user(person)


def create(world: World) -> str:
    """The SDK nests a new person's password one message deeper than the contract."""
    request = user(
        "CreateUserRequest",
        organization_id=world.organization,
        user_id="sdk-minnie",
        username="sdk.minnie",
        human=user(
            "Human",
            profile=user("Profile", given_name="Minnie", family_name="Mouse", preferred_language="en"),
            email=user("SetHumanEmail", email="minnie@sdk.example", return_code={}),
            phone=user("SetHumanPhone", phone="+41791234567", is_verified=True),
            password=user("SetPassword", password=user("Password", password=PASSWORD, change_required=False)),
        ),
    )
    created = world.client.users.create_user(request)
    assert created.id == "sdk-minnie", created
    assert len(created.email_code) == 6 and not created.phone_code, created
    with refused(400, "failed_precondition", "COMMAND-7yiox1isql"):
        world.client.users.create_user(request)
    request.user_id = "sdk-other"
    with refused(409, "already_exists", "V3-DKcYh"):
        world.client.users.create_user(request)
    verified = world.client.users.verify_email(
        user("VerifyEmailRequest", user_id=created.id, verification_code=created.email_code)
    )
    assert verified.details.change_date, verified
    return created.id


def import_person(world: World) -> str:
    """The one call in which the SDK can send a hash, metadata and a second factor."""
    added = world.client.users.add_human_user(
        user(
            "AddHumanUserRequest",
            organization=user("Organization", org_id=world.organization),
            profile=user("SetHumanProfile", given_name="Daisy", family_name="Duck", gender="GENDER_FEMALE"),
            email=user("SetHumanEmail", email="daisy@sdk.example", is_verified=True),
            hashed_password=user("HashedPassword", hash=HASH),
            metadata=[user("SetMetadataEntry", key="team", value=encoded("ducks"))],
            totp_secret="TJOPWSDYILLHXFV4MLKNNJOWFG7VSDCK",
        )
    )
    assert added.details.resource_owner == world.organization, added
    methods = world.client.users.list_authentication_method_types(
        user("ListAuthenticationMethodTypesRequest", user_id=added.user_id)
    )
    assert set(methods.auth_method_types) == {
        "AUTHENTICATION_METHOD_TYPE_PASSWORD",
        "AUTHENTICATION_METHOD_TYPE_TOTP",
    }, methods
    return added.user_id


def read(world: World, minnie: str) -> None:
    found = world.client.users.get_user_by_id(user("GetUserByIDRequest", user_id=minnie)).user
    assert found.username == found.preferred_login_name == "sdk.minnie", found
    assert found.login_names == ["sdk.minnie"], found
    assert found.state == "USER_STATE_ACTIVE", found
    human = found.human
    assert human.profile.display_name == "Minnie Mouse" and human.profile.nick_name == "", human
    assert human.profile.gender == "GENDER_UNSPECIFIED" and human.profile.preferred_language == "en", human
    assert human.email.email == "minnie@sdk.example" and human.email.is_verified, human
    assert human.phone.phone == "+41791234567" and human.phone.is_verified, human
    assert human.password_changed and not human.password_change_required, human
    assert found.machine is None and found.details.creation_date, found


def search(world: World, minnie: str, daisy: str) -> None:
    def ids(*queries: object) -> list[str]:
        request = user("ListUsersRequest", queries=list(queries), query=user("ListQuery", asc=True))
        request.sorting_column = "USER_FIELD_NAME_FIRST_NAME"
        listed = world.client.users.list_users(request)
        assert str(listed.details.total_result or 0) == str(len(listed.result or [])), listed
        return [found.user_id for found in listed.result or []]

    sdk = user(
        "SearchQuery",
        email_query=user("EmailQuery", email_address="@sdk.example", method="TEXT_QUERY_METHOD_ENDS_WITH"),
    )
    named_minnie = user("SearchQuery", first_name_query=user("FirstNameQuery", first_name="Minnie"))
    assert ids(sdk) == [daisy, minnie]
    assert ids(sdk, named_minnie) == [minnie]
    assert ids(sdk, user("SearchQuery", not_query=user("NotQuery", query=named_minnie))) == [daisy]
    either = user("OrQuery", queries=[named_minnie, named_minnie])
    assert ids(user("SearchQuery", or_query=either)) == [minnie]
    key = user("MetadataKeyFilter", key="TEAM", method="TEXT_FILTER_METHOD_EQUALS_IGNORE_CASE")
    assert ids(sdk, user("SearchQuery", metadata_key_filter=key)) == [daisy]
    nobody = user("SearchQuery", in_user_ids_query=user("InUserIDQuery", user_ids=["nobody"]))
    assert ids(nobody) == []
    first = world.client.users.list_users(
        user("ListUsersRequest", queries=[sdk], query=user("ListQuery", limit=1, offset="1", asc=True))
    )
    assert len(first.result) == 1 and str(first.details.total_result) == "2", first
    with refused(400, "invalid_argument", "QUERY-4M0fs"):
        world.client.users.list_users(user("ListUsersRequest", query=user("ListQuery", limit=1001)))


def change(world: World, minnie: str) -> None:
    changed = world.client.users.update_user(
        user(
            "UpdateUserRequest",
            user_id=minnie,
            username="sdk.minnie.mouse",
            human=user("Human", profile=user("Profile", nick_name="Mini", gender="GENDER_FEMALE")),
        )
    )
    assert changed.change_date and not changed.email_code, changed
    found = world.client.users.get_user_by_id(user("GetUserByIDRequest", user_id=minnie)).user
    assert found.username == "sdk.minnie.mouse", found
    assert found.human.profile.nick_name == "Mini" and found.human.profile.given_name == "Minnie", found
    assert found.human.profile.gender == "GENDER_FEMALE", found
    again = world.client.users.update_user(
        user("UpdateUserRequest", user_id=minnie, human=user("Human", profile=user("Profile", nick_name="Mini")))
    )
    assert again.change_date == changed.change_date, (again, changed)
    with refused(404, "not_found", "COMMAND-ugjs0upun6"):
        world.client.users.update_user(
            user("UpdateUserRequest", user_id=minnie, machine=user("Machine", name="Robot"))
        )


def addresses(world: World, minnie: str) -> None:
    users = world.client.users
    changed = users.set_email(
        user("SetEmailRequest", user_id=minnie, email="mouse@sdk.example", return_code={})
    )
    resent = users.resend_email_code(user("ResendEmailCodeRequest", user_id=minnie, return_code={}))
    with refused(400, "invalid_argument", "COMMAND-eis9R"):
        users.verify_email(
            user("VerifyEmailRequest", user_id=minnie, verification_code=changed.verification_code)
        )
    users.verify_email(user("VerifyEmailRequest", user_id=minnie, verification_code=resent.verification_code))

    changed = users.set_phone(
        user("SetPhoneRequest", user_id=minnie, phone="079 987 65 43", return_code={})
    )
    users.verify_phone(
        user("VerifyPhoneRequest", user_id=minnie, verification_code=changed.verification_code)
    )
    human = users.get_user_by_id(user("GetUserByIDRequest", user_id=minnie)).user.human
    assert human.email.email == "mouse@sdk.example" and human.email.is_verified, human
    assert human.phone.phone == "+41799876543" and human.phone.is_verified, human


def passwords(world: World, minnie: str) -> None:
    users = world.client.users
    reset = users.password_reset(user("PasswordResetRequest", user_id=minnie, return_code={}))
    new = user("Password", password="An0ther-P4ssword", change_required=True)
    users.set_password(
        user(
            "SetPasswordRequest",
            user_id=minnie,
            new_password=new,
            verification_code=reset.verification_code,
        )
    )
    human = users.get_user_by_id(user("GetUserByIDRequest", user_id=minnie)).user.human
    assert human.password_change_required, human
    with refused(400, "invalid_argument", "DOMAIN-HuJf6"):
        users.set_password(
            user("SetPasswordRequest", user_id=minnie, new_password=user("Password", password="Sh0rt!"))
        )
    back = user("SetPassword", password=user("Password", password=PASSWORD))
    users.update_user(user("UpdateUserRequest", user_id=minnie, human=user("Human", password=back)))


def factors(world: World, minnie: str) -> None:
    users = world.client.users
    totp = users.register_totp(user("RegisterTOTPRequest", user_id=minnie))
    assert totp.uri.startswith("otpauth://totp/") and totp.secret in totp.uri, totp
    users.add_otp_email(user("AddOTPEmailRequest", user_id=minnie))
    users.add_otpsms(user("AddOTPSMSRequest", user_id=minnie))
    codes = users.generate_recovery_codes(user("GenerateRecoveryCodesRequest", user_id=minnie, count=3))
    assert len(codes.recovery_codes) == 3, codes
    link = users.create_passkey_registration_link(
        user("CreatePasskeyRegistrationLinkRequest", user_id=minnie, return_code={})
    )
    passkey = users.register_passkey(
        user(
            "RegisterPasskeyRequest",
            user_id=minnie,
            domain="localhost",
            code=user("PasskeyRegistrationCode", id=link.code.id, code=link.code.code),
        )
    )
    assert passkey.public_key_credential_creation_options["publicKey"]["rp"]["id"] == "localhost", passkey
    listed = users.list_authentication_factors(
        user(
            "ListAuthenticationFactorsRequest",
            user_id=minnie,
            states=["AUTH_FACTOR_STATE_READY", "AUTH_FACTOR_STATE_NOT_READY"],
        )
    )
    assert len(listed.result) == 3, listed
    waiting = [factor for factor in listed.result if factor.otp is not None]
    assert [factor.state for factor in waiting] == ["AUTH_FACTOR_STATE_NOT_READY"], listed
    assert not users.list_passkeys(user("ListPasskeysRequest", user_id=minnie)).result
    users.remove_passkey(user("RemovePasskeyRequest", user_id=minnie, passkey_id=passkey.passkey_id))
    users.remove_totp(user("RemoveTOTPRequest", user_id=minnie))
    users.remove_otp_email(user("RemoveOTPEmailRequest", user_id=minnie))
    users.remove_otpsms(user("RemoveOTPSMSRequest", user_id=minnie))
    users.remove_recovery_codes(user("RemoveRecoveryCodesRequest", user_id=minnie))
    skipped = users.human_mfa_init_skipped(user("HumanMFAInitSkippedRequest", user_id=minnie))
    human = users.get_user_by_id(user("GetUserByIDRequest", user_id=minnie)).user.human
    assert human.mfa_init_skipped == skipped.details.change_date, (human, skipped)


def states(world: World, minnie: str) -> None:
    users = world.client.users

    def state() -> str:
        return users.get_user_by_id(user("GetUserByIDRequest", user_id=minnie)).user.state

    users.lock_user(user("LockUserRequest", user_id=minnie))
    assert state() == "USER_STATE_LOCKED"
    users.unlock_user(user("UnlockUserRequest", user_id=minnie))
    users.deactivate_user(user("DeactivateUserRequest", user_id=minnie))
    assert state() == "USER_STATE_INACTIVE"
    with refused(400, "failed_precondition", "COMMAND-5gunjw0cd7"):
        users.deactivate_user(user("DeactivateUserRequest", user_id=minnie))
    users.reactivate_user(user("ReactivateUserRequest", user_id=minnie))
    assert state() == "USER_STATE_ACTIVE"
