// What the calls about passkeys and security keys say of themselves.

extension MethodContract {
    static let registerPasskey = MethodContract(
        "Starts the registration of a passkey.",
        [
            .userID, .message("code", registrationCode, "Of a registration link."),
            .choice("authenticator", WirePasskeyAuthenticator.self),
            .text("domain", .any, "Where it will be used; by default the host of the public URL."),
        ],
        reply: [.details, .text("passkeyId"), creationOptions])

    static let verifyPasskeyRegistration = MethodContract(
        "Ends the registration of a passkey.",
        [.userID, .id("passkeyId"), credential, .text("passkeyName", .between(1, 200))], reply: [.details])

    static let createPasskeyRegistrationLink = MethodContract(
        "Makes a code by which a person registers a passkey on another device.",
        [
            .userID,
            .oneOf(
                "medium",
                .message(
                    "sendLink", MessageSchema("zitadel.user.v2.SendPasskeyRegistrationLink", .urlTemplate)),
                .message("returnCode", .empty("zitadel.user.v2.ReturnPasskeyRegistrationCode"))),
        ],
        reply: [.details, .message("code", registrationCode, "When it was to be returned.")])

    static let listPasskeys = MethodContract(
        "Lists the passkeys of a person.", [.userID],
        reply: [
            .listDetails,
            .messages(
                "result",
                MessageSchema(
                    "zitadel.user.v2.Passkey", .text("id"), .choice("state", WireAuthFactorState.self),
                    .text("name"))),
        ])

    static let removePasskey = MethodContract(
        "Removes a passkey.", [.userID, .id("passkeyId")], reply: [.details])

    static let registerU2F = MethodContract(
        "Starts the registration of a security key as a second factor.",
        [.userID, .text("domain", .any, "Where it will be used; by default the host of the public URL.")],
        reply: [.details, .text("u2fId"), creationOptions])

    static let verifyU2FRegistration = MethodContract(
        "Ends the registration of a security key.",
        [.userID, .id("u2fId"), credential, .text("tokenName", .between(1, 200))], reply: [.details])

    static let removeU2F = MethodContract(
        "Removes a security key.", [.userID, .id("u2fId")], reply: [.details])

    private static let registrationCode = MessageSchema(
        "zitadel.user.v2.PasskeyRegistrationCode", .id("id"), .text("code", .between(1, 200)))
    private static let credential = MessageSchema.Member.object(
        "publicKeyCredential", "The browser's `PublicKeyCredential` in its JSON form."
    ).required
    private static let creationOptions = MessageSchema.Member.object(
        "publicKeyCredentialCreationOptions", "What `navigator.credentials.create` takes.")
}
