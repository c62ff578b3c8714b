// What the calls of `zitadel.oidc.v2.OIDCService` say of themselves.

extension MethodContract {
    static let getAuthRequest = MethodContract(
        "Shows what an application asks of the person who signs in.", [.id("authRequestId")],
        reply: [.message("authRequest", authRequest)])

    private static let authRequest = MessageSchema(
        "zitadel.oidc.v2.AuthRequest", .text("id"), .moment("creationDate"), .text("clientId"), .texts("scope"),
        .text("redirectUri"), .choices("prompt", WirePrompt.self), .texts("uiLocales"), .text("loginHint"),
        .duration("maxAge", "How long ago the person may have proven who they are at the most."),
        .text("hintUserId", .any, "Who an ID token hint says it is."))

    static let createCallback = MethodContract(
        "Ends an Authentication Request with a session, or with an error.",
        [
            .id("authRequestId"),
            .requiredOneOf(
                "callback_kind", .message("session", session),
                .message(
                    "error",
                    MessageSchema(
                        "zitadel.oidc.v2.AuthorizationError", .choice("error", WireErrorReason.self),
                        .text(
                            "errorDescription", .atMost(1000), "Printable ASCII without quotation mark and backslash."),
                        .text("errorUri", .atMost(1000), "A URI reference.")))),
        ],
        reply: [.details, .text("callbackUrl", .any, "Where the browser has to be sent.")])

    private static let session = MessageSchema(
        "zitadel.oidc.v2.Session", .id("sessionId"), .text("sessionToken", .between(1, 500), "The newest one."))

    static let getDeviceAuthorizationRequest = MethodContract(
        "Shows what a device asks for.", [.text("userCode", .between(9, 9))],
        reply: [
            .message(
                "deviceAuthorizationRequest",
                MessageSchema(
                    "zitadel.oidc.v2.DeviceAuthorizationRequest", .text("id"), .text("clientId"), .texts("scope"),
                    .text("appName"), .text("projectName")))
        ])

    static let authorizeOrDenyDeviceAuthorization = MethodContract(
        "Lets a device sign in with a session, or refuses it.",
        [
            .id("deviceAuthorizationId"),
            .requiredOneOf(
                "decision", .message("session", session), .message("deny", .empty("zitadel.oidc.v2.Deny"))),
        ],
        reply: [])
}
