internal import Model

// The messages of `zitadel.user.v2` about users.

extension MessageSchema {
    static let user = MessageSchema(
        "zitadel.user.v2.User", .text("userId"), .details, .choice("state", WireUserState.self), .text("username"),
        .texts("loginNames", .any, "Every name that the user may sign in with."), .text("preferredLoginName"),
        .oneOf("type", .message("human", human), .message("machine", machine)))

    private static let human = MessageSchema(
        "zitadel.user.v2.HumanUser", .message("profile", profile), .message("email", email),
        .message("phone", phone), .flag("passwordChangeRequired"), .moment("passwordChanged"),
        .moment("mfaInitSkipped", "When the person last put off setting up a second factor."))

    private static let machine = MessageSchema("zitadel.user.v2.MachineUser", machineMembers)

    static let machineMembers: [Member] = [
        .text("name"), .text("description"), .flag("hasSecret"), .choice("accessTokenType", WireAccessTokenType.self),
    ]

    private static let profile = MessageSchema(
        "zitadel.user.v2.HumanProfile", .text("givenName"), .text("familyName"), .text("nickName"),
        .text("displayName"), .text("preferredLanguage"), .choice("gender", WireGender.self))

    private static let email = MessageSchema(
        "zitadel.user.v2.HumanEmail", .text("email"), .flag("isVerified"))
    private static let phone = MessageSchema(
        "zitadel.user.v2.HumanPhone", .text("phone"), .flag("isVerified"))

    static let setProfile = MessageSchema(
        "zitadel.user.v2.SetHumanProfile", .text("givenName", .between(1, 200)),
        .text("familyName", .between(1, 200)), .optionalText("nickName", .atMost(200)),
        .optionalText("displayName", .atMost(200), "By default given and family name."),
        .optionalText("preferredLanguage", .atMost(10), "A language tag (BCP 47)."),
        .choice("gender", WireGender.self))

    static let setEmail = MessageSchema(
        "zitadel.user.v2.SetHumanEmail", .text("email", .between(1, 200)),
        .oneOf("verification", .sendEmailCode, .returnEmailCode, .flag("isVerified", "Counts as proven.")))

    static let setPhone = MessageSchema(
        "zitadel.user.v2.SetHumanPhone", .text("phone", .atMost(200), "In the international form, `+41791234567`."),
        .oneOf("verification", .sendPhoneCode, .returnPhoneCode, .trueFlag("isVerified", "Counts as proven.")))

    static let sendEmailCode = MessageSchema("zitadel.user.v2.SendEmailVerificationCode", .urlTemplate)

    static let password = MessageSchema(
        "zitadel.user.v2.Password", .text("password", .between(1, 200)),
        .flag("changeRequired", "Whether it has to be changed at the next sign-in."))

    static let hashedPassword = MessageSchema(
        "zitadel.user.v2.HashedPassword", .text("hash", .between(1, 200), "In the modular crypt format."),
        .flag("changeRequired", "Whether it has to be changed at the next sign-in."))

    static let setPassword = MessageSchema(
        "zitadel.user.v2.SetPassword", .password, .passwordProof)

    static let idpLink = MessageSchema(
        "zitadel.user.v2.IDPLink", .id("idpId"), .id("userId", "What the provider calls the user."),
        .id("userName", "The name that the user has at the provider."))

    /// Metadata of a request.
    static let metadata = MessageSchema(
        "zitadel.user.v2.Metadata", .text("key", .between(1, 200)), .bytes("value", .atMost(Metadata.greatestValueSize))
    )
    static let setMetadataEntry = MessageSchema(
        "zitadel.user.v2.SetMetadataEntry", .text("key", .between(1, 200)),
        .bytes("value", .between(1, Metadata.greatestValueSize)))
}

extension MessageSchema.Member {
    static let urlTemplate = Self.optionalText(
        "urlTemplate", .between(1, 200), "The link in the message, with placeholders such as `{{.Code}}`.")
    static let sendEmailCode = Self.message("sendCode", .sendEmailCode, "Mails a code; so does giving none of these.")
    static let returnEmailCode = Self.message(
        "returnCode", .empty("zitadel.user.v2.ReturnEmailVerificationCode"), "Shows the code in the reply instead.")
    static let sendPhoneCode = Self.message(
        "sendCode", .empty("zitadel.user.v2.SendPhoneVerificationCode"), "Sends a code; so does giving none of these.")
    static let returnPhoneCode = Self.message(
        "returnCode", .empty("zitadel.user.v2.ReturnPhoneVerificationCode"), "Shows the code in the reply instead.")
    static let password = Self.oneOf(
        "password_type", .message("password", .password), .message("hashedPassword", .hashedPassword))
    /// What gives the right to set a password, where the permission does not.
    static let passwordProof = Self.oneOf(
        "verification", .text("currentPassword", .between(1, 200)),
        .text("verificationCode", .between(1, 20), "Of a password reset."))
    static let metadata = Self.messages("metadata", .metadata)
    static let emailCode = Self.text("emailCode", .any, "When it was to be returned.")
    static let phoneCode = Self.text("phoneCode", .any, "When it was to be returned.")
    static let verificationCode = Self.text("verificationCode", .any, "When it was to be returned.")
}
