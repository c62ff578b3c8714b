// The settings of OpenID Connect clients in requests and replies.

extension MethodContract {
    /// What requests may set.
    static let oidcSettings: [MessageSchema.Member] = [
        .texts("redirectUris"), .choices("responseTypes", WireOIDCResponseType.self, "By default the code."),
        .choices("grantTypes", WireOIDCGrantType.self, "By default the authorization code."),
        .choice("applicationType", WireOIDCApplicationType.self),
        .choice("authMethodType", WireOIDCAuthMethod.self, "How the client proves itself."),
        .texts("postLogoutRedirectUris"), .choice("version", WireOIDCVersion.self),
        .flag("developmentMode", "Whether redirect URIs may be `http:` ones."),
        .choice("accessTokenType", WireOIDCTokenType.self), .flag("accessTokenRoleAssertion"),
        .flag("idTokenRoleAssertion"), .flag("idTokenUserinfoAssertion"),
        .duration("clockSkew", "How far clocks may differ, up to 5 s."),
        .texts("additionalOrigins", .any, "Besides those of the redirect URIs."), .flag("skipNativeAppSuccessPage"),
        .text("backChannelLogoutUri", .any, "Where ended sessions are told of."),
        .message("loginVersion", loginVersion),
    ]

    static let oidcConfiguration = MessageSchema(
        "zitadel.application.v2.OIDCConfiguration",
        oidcSettings + [
            .text("clientId"),
            .texts("allowedOrigins", .any, "Origins that may call from browsers; all that follow from the settings."),
        ] + compliance)

    /// What the settings break of the specifications.
    static let compliance: [MessageSchema.Member] = [
        .flag("nonCompliant"),
        .messages(
            "complianceProblems",
            MessageSchema(
                "zitadel.application.v2.OIDCLocalizedMessage", .text("key"), .text("localizedMessage"))),
    ]

    private static let loginVersion = MessageSchema(
        "zitadel.application.v2.LoginVersion",
        .oneOf(
            "version", .message("loginV1", .empty("zitadel.application.v2.LoginV1")),
            .message(
                "loginV2",
                MessageSchema(
                    "zitadel.application.v2.LoginV2",
                    .text("baseUri", .any, "Of login pages of one's own; by default the built-in ones.")))))
}
