extension MessageSchema {
    static let identityProvider = MessageSchema(
        "zitadel.idp.v2.IDP", .id("id"), .details, .choice("state", WireIDPState.self), .text("name"),
        .choice("type", WireIDPType.self),
        .message(
            "config",
            MessageSchema(
                "zitadel.idp.v2.IDPConfig", .message("options", providerOptions("zitadel.idp.v2.Options")),
                .oneOf(
                    "config",
                    .message("oidc", MessageSchema("zitadel.idp.v2.GenericOIDCConfig", openIDMembers)),
                    .message("oauth", MessageSchema("zitadel.idp.v2.OAuthConfig", oauthMembers))))))

    static let provider = MessageSchema(
        "zitadel.idp.v1.Provider", .id("id"), .details, .choice("state", WireIDPState.self), .text("name"),
        .choice("owner", WireIDPOwnerType.self), .choice("type", WireProviderType.self),
        .message(
            "config",
            MessageSchema(
                "zitadel.idp.v1.ProviderConfig", .message("options", providerOptions("zitadel.idp.v1.Options")),
                .oneOf(
                    "config",
                    .message(
                        "oidc", MessageSchema("zitadel.idp.v1.GenericOIDCConfig", openIDMembers + [.flag("usePkce")])),
                    .message(
                        "oauth", MessageSchema("zitadel.idp.v1.OAuthConfig", oauthMembers + [.flag("usePkce")]))))))

    static let loginProvider = MessageSchema(
        "zitadel.settings.v2.IdentityProvider", .id("id"), .text("name"),
        .choice("type", WireIdentityProviderType.self),
        .message("options", providerOptions("zitadel.idp.v2.Options")))

    static let policyProvider = MessageSchema(
        "zitadel.management.v1.AddCustomLoginPolicyRequest.IDP", .id("idpId"),
        .choice("ownerType", WireIDPOwnerType.self))

    static let policyLink = MessageSchema(
        "zitadel.idp.v1.IDPLoginPolicyLink", .id("idpId"), .text("idpName"),
        .choice("idpType", WirePolicyIDPType.self, "Absent for OAuth."))

    static let providerQuery = MessageSchema(
        "zitadel.idp.v1.ProviderQuery",
        .requiredOneOf(
            "query", .message("idpIdQuery", MessageSchema("zitadel.idp.v1.IDPIDQuery", .id("id"))),
            .message("idpNameQuery", textQuery("zitadel.idp.v1.IDPNameQuery", "name", .atMost(200))),
            .message(
                "ownerTypeQuery",
                MessageSchema("zitadel.idp.v1.IDPOwnerTypeQuery", .choice("ownerType", WireIDPOwnerType.self)))))

    private static func providerOptions(_ name: String) -> MessageSchema {
        MessageSchema(
            name, .flag("isLinkingAllowed", "Whether who has an account here may link it."),
            .flag("isCreationAllowed", "Whether who has no account here may get one."),
            .flag("isAutoCreation", "Whether the account is made without asking."),
            .flag("isAutoUpdate", "Whether the profile follows the provider's at each sign-in."),
            .choice("autoLinking", WireAutoLinking.self, "By what an account here is found."))
    }

    private static let openIDMembers: [Member] = [
        .text("issuer"), .text("clientId"), .texts("scopes"), .flag("isIdTokenMapping"),
    ]
    private static let oauthMembers: [Member] = [
        .text("clientId"), .text("authorizationEndpoint"), .text("tokenEndpoint"), .text("userEndpoint"),
        .texts("scopes"), .text("idAttribute"),
    ]

    /// The members of the calls that add or change a generic OpenID provider.
    static let writtenOpenIDMembers: [Member] =
        [
            .text("name", .atMost(200)),
            .text("issuer", .between(1, 200), "An https address; the rest is found by discovery."),
            .text("clientId", .between(1, 200)), .flag("isIdTokenMapping", "Not to ask the userinfo endpoint."),
        ] + writtenMembers

    /// The members of the calls that add or change a generic OAuth provider.
    static let writtenOAuthMembers: [Member] =
        [
            .text("name", .between(1, 200)), .text("clientId", .between(1, 200)),
            .text("authorizationEndpoint", .between(1, 200)), .text("tokenEndpoint", .between(1, 200)),
            .text("userEndpoint", .between(1, 200), "Describes the person to whom an access token belongs."),
            .text("idAttribute", .between(1, 200), "The member of the description that identifies the person."),
        ] + writtenMembers

    private static let writtenMembers: [Member] = [
        .text("clientSecret", .atMost(1000), "Needed without PKCE; at a change the empty one keeps the old."),
        .texts("scopes", .between(1, 30), atMost: 20),
        .message("providerOptions", providerOptions("zitadel.idp.v1.Options")), .flag("usePkce"),
    ]
}
