// What the calls about second factors and recovery codes say of themselves.

extension MethodContract {
    static let registerTOTP = MethodContract(
        "Starts the registration of an authenticator app.", [.userID],
        reply: [
            .details, .text("uri", .any, "For the app, as a QR code."), .text("secret", .any, "The same in base32."),
        ])

    static let verifyTOTPRegistration = MethodContract(
        "Ends the registration of an authenticator app by a code that it shows.",
        [.userID, .text("code", .between(1, 200))], reply: [.details])

    static let removeTOTP = aboutUser("Removes the authenticator app.")
    static let addOTPSMS = aboutUser("Lets codes by SMS be a second factor.")
    static let removeOTPSMS = aboutUser("Ends codes by SMS as a second factor.")
    static let addOTPEmail = aboutUser("Lets codes by e-mail be a second factor.")
    static let removeOTPEmail = aboutUser("Ends codes by e-mail as a second factor.")

    static let generateRecoveryCodes = MethodContract(
        "Makes recovery codes, beside those that are left.", [.userID, .integer("count", 1...50)],
        reply: [.details, .texts("recoveryCodes", .any, "They are shown only here.")])

    static let removeRecoveryCodes = aboutUser("Removes all recovery codes.")

    static let listAuthenticationMethodTypes = MethodContract(
        "Lists what a user can prove itself with.",
        [
            .userID,
            .message(
                "domainQuery",
                MessageSchema(
                    "zitadel.user.v2.DomainQuery", .flag("includeWithoutDomain"),
                    .text("domain", .between(1, 200), "Where passkeys and security keys must be usable."))),
        ],
        reply: [.listDetails, .choices("authMethodTypes", WireAuthenticationMethodType.self)])

    static let listAuthenticationFactors = MethodContract(
        "Lists the second factors of a user.",
        [
            .userID, .choices("authFactors", WireAuthFactors.self, "By default all."),
            .choices("states", WireAuthFactorState.self, "By default those that are ready."),
        ],
        reply: [.messages("result", factor)])

    private static let factor = MessageSchema(
        "zitadel.user.v2.AuthFactor", .choice("state", WireAuthFactorState.self),
        .oneOf(
            "type", .message("otp", .empty("zitadel.user.v2.AuthFactorOTP")),
            .message("u2f", MessageSchema("zitadel.user.v2.AuthFactorU2F", .text("id"), .text("name"))),
            .message("otpSms", .empty("zitadel.user.v2.AuthFactorOTPSMS")),
            .message("otpEmail", .empty("zitadel.user.v2.AuthFactorOTPEmail"))))
}
