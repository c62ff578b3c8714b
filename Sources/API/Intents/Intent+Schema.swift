extension MessageSchema {
    static let redirectURLs = MessageSchema(
        "zitadel.user.v2.RedirectURLs",
        .text("successUrl", .between(1, 2048), "An absolute http or https address."),
        .text("failureUrl", .between(1, 2048), "An absolute http or https address."),
        .optionalText("loginHint", .atMost(200), "Who the person may be there."))

    static let ldapCredentials = MessageSchema(
        "zitadel.user.v2.LDAPCredentials", .text("username", .between(1, 200)), .text("password", .between(1, 200)))

    static let idpInformation = MessageSchema(
        "zitadel.user.v2.IDPInformation",
        .oneOf(
            "access",
            .message(
                "oauth",
                MessageSchema(
                    "zitadel.user.v2.IDPOAuthAccessInformation", .text("accessToken"), .text("idToken"),
                    .text("refreshToken")))),
        .text("idpId"), .text("userId", .any, "The account's id there."),
        .text("userName", .any, "The account's name there."),
        .object("rawInformation", "Everything that the provider said."))

    /// What the provider said, in the shape of a request.
    static func externalHuman(_ name: String, _ members: [Member]) -> MessageSchema {
        MessageSchema("zitadel.user.v2.\(name)Prefilled", members + externalHumanMembers)
    }

    static let externalCreateUser = MessageSchema(
        "zitadel.user.v2.CreateUserRequestPrefilled", .text("username"),
        .message("human", externalHuman("CreateUserRequest_Human", [.externalLinks])))

    static let externalUpdateUser = MessageSchema(
        "zitadel.user.v2.UpdateUserRequestPrefilled", .text("userId"),
        .message("human", externalHuman("UpdateUserRequest_Human", [])))

    private static let externalHumanMembers: [Member] = [
        .message(
            "profile",
            MessageSchema(
                "zitadel.user.v2.SetHumanProfilePrefilled", .text("givenName"), .text("familyName"), .text("nickName"),
                .text("displayName"), .text("preferredLanguage"))),
        .message("email", externalAddress("Email", "email")), .message("phone", externalAddress("Phone", "phone")),
    ]

    private static func externalAddress(_ name: String, _ field: String) -> MessageSchema {
        MessageSchema(
            "zitadel.user.v2.SetHuman\(name)Prefilled", .text(field),
            .oneOf("verification", .message("sendCode", empty("zitadel.user.v2.SendCode")), .trueFlag("isVerified")))
    }
}

extension MessageSchema.Member {
    static let externalLinks = Self.messages("idpLinks", .idpLink)
}
