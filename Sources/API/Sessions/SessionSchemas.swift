// The messages of `zitadel.session.v2`.

extension MessageSchema {
    static let session = MessageSchema(
        "zitadel.session.v2.Session", .text("id"), .moment("creationDate"), .moment("changeDate"), .long("sequence"),
        .message("factors", factors, "What was checked, and when."), .map("metadata", .bytes(.any)),
        .message("userAgent", userAgent), .moment("expirationDate"))

    private static let factors = MessageSchema(
        "zitadel.session.v2.Factors",
        .message(
            "user",
            MessageSchema(
                "zitadel.session.v2.UserFactor", .moment("verifiedAt"), .text("id"), .text("loginName"),
                .text("displayName"), .text("organizationId"))),
        factor("password", "PasswordFactor"),
        .message(
            "webAuthN",
            MessageSchema("zitadel.session.v2.WebAuthNFactor", .moment("verifiedAt"), .flag("userVerified"))),
        factor("intent", "IntentFactor"), factor("totp", "TOTPFactor"), factor("otpSms", "OTPFactor"),
        factor("otpEmail", "OTPFactor"), factor("recoveryCode", "RecoveryCodeFactor"))

    private static func factor(_ field: String, _ name: String) -> Member {
        .message(field, MessageSchema("zitadel.session.v2.\(name)", .moment("verifiedAt")))
    }

    static let userAgent = MessageSchema(
        "zitadel.session.v2.UserAgent", .text("fingerprintId", .atMost(200)), .text("ip", .atMost(200)),
        .text("description", .atMost(2000)),
        .map(
            "header",
            .message({ MessageSchema("zitadel.session.v2.UserAgent.HeaderValues", .texts("values")) })))

    static let sessionChecks = MessageSchema(
        "zitadel.session.v2.Checks",
        .message(
            "user",
            MessageSchema(
                "zitadel.session.v2.CheckUser",
                .requiredOneOf("search", .id("userId"), .text("loginName", .between(1, 200))))),
        .message(
            "password", MessageSchema("zitadel.session.v2.CheckPassword", .text("password", .between(1, 200)))),
        .message(
            "webAuthN",
            MessageSchema(
                "zitadel.session.v2.CheckWebAuthN",
                .object("credentialAssertionData", "The browser's answer in its JSON form.").required)),
        .message(
            "idpIntent",
            MessageSchema("zitadel.session.v2.CheckIDPIntent", .id("idpIntentId"), .id("idpIntentToken"))),
        .message("totp", MessageSchema("zitadel.session.v2.CheckTOTP", .text("code", .between(6, 6)))),
        .message("otpSms", checkOTP), .message("otpEmail", checkOTP),
        .message(
            "recoveryCode", MessageSchema("zitadel.session.v2.CheckRecoveryCode", .text("code", .between(1, 200)))))

    private static let checkOTP = MessageSchema("zitadel.session.v2.CheckOTP", .text("code", .between(1, 200)))

    static let requestChallenges = MessageSchema(
        "zitadel.session.v2.RequestChallenges",
        .message(
            "webAuthN",
            MessageSchema(
                "zitadel.session.v2.RequestChallenges.WebAuthN", .text("domain", .between(1, 200)),
                .choice("userVerificationRequirement", WireUserVerification.self).required)),
        .message(
            "otpSms", MessageSchema("zitadel.session.v2.RequestChallenges.OTPSMS", .flag("returnCode"))),
        .message(
            "otpEmail",
            MessageSchema(
                "zitadel.session.v2.RequestChallenges.OTPEmail",
                .oneOf(
                    "delivery_type",
                    .message(
                        "sendCode",
                        MessageSchema("zitadel.session.v2.RequestChallenges.OTPEmail.SendCode", .urlTemplate)),
                    .message(
                        "returnCode",
                        .empty("zitadel.session.v2.RequestChallenges.OTPEmail.ReturnCode"))))))

    static let challenges = MessageSchema(
        "zitadel.session.v2.Challenges",
        .message(
            "webAuthN",
            MessageSchema(
                "zitadel.session.v2.Challenges.WebAuthN",
                .object("publicKeyCredentialRequestOptions", "What `navigator.credentials.get` takes."))),
        .text("otpSms", .any, "The code, when it was to be returned."),
        .text("otpEmail", .any, "The code, when it was to be returned."))

    static let sessionQuery = MessageSchema(
        "zitadel.session.v2.SearchQuery",
        .requiredOneOf(
            "query", .message("idsQuery", MessageSchema("zitadel.session.v2.IDsQuery", sessionIDs)),
            .message("userIdQuery", MessageSchema("zitadel.session.v2.UserIDQuery", .id("id"))),
            .message("creationDateQuery", momentQuery("CreationDateQuery", "creationDate")),
            .message(
                "creatorQuery",
                MessageSchema(
                    "zitadel.session.v2.CreatorQuery",
                    .optionalText("id", .atMost(200), "By default the caller."))),
            .message(
                "userAgentQuery",
                MessageSchema("zitadel.session.v2.UserAgentQuery", .text("fingerprintId", .atMost(200)).required)),
            .message("expirationDateQuery", momentQuery("ExpirationDateQuery", "expirationDate"))))

    private static let sessionIDs = Member.texts(
        "ids", .identifier, atMost: MessageReader.greatestIdentifierCount)

    private static func momentQuery(_ name: String, _ field: String) -> MessageSchema {
        MessageSchema(
            "zitadel.session.v2.\(name)", .moment(field).required,
            .choice("method", WireTimestampQueryMethod.self))
    }
}
