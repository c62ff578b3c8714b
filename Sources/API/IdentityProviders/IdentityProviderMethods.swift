package import Domain
internal import HTTP

extension APIMethod {
    /// Everything about identity providers, besides the way to them and back.
    package static func identityProviders(_ providers: IdentityProviders) -> [APIMethod] {
        [ProviderPlace.instance, .organization].flatMap { $0.writes(providers) + $0.reads(providers) }
            + [PolicyProviders.instance, .organization].flatMap { $0.methods(providers) }
            + identityProviderLinks(providers) + [getIDPByID(providers), getActiveIdentityProviders(providers)]
    }
}

extension UnbuiltCall {
    /// Kinds of providers that have calls of their own in ZITADEL, and what to use in their place.
    package static let identityProviders: [UnbuiltCall] = [
        "google": openID, "gitlab": openID, "gitlab_self_hosted": openID, "azure": openID, "apple": openID,
        "zitadel": openID, "github": oauth, "github_es": oauth, "jwt": neither, "ldap": neither, "saml": neither,
    ].sorted { $0.key < $1.key }.flatMap { kind, reason in
        ["/admin/v1", "/management/v1"].flatMap { base in
            [
                UnbuiltCall(.init(.post, "\(base)/idps/\(kind)"), "AddProvider", reason),
                UnbuiltCall(.init(.put, "\(base)/idps/\(kind)/{id}"), "UpdateProvider", reason),
            ]
        }
    }

    private static let openID =
        "There is no template for this provider: add it with its issuer by idps/generic_oidc"
    private static let oauth = "There is no template for this provider: add it with its endpoints by idps/oauth"
    private static let neither =
        "Identity providers of this kind are not supported: idps/generic_oidc takes those with OpenID Connect, and "
        + "idps/oauth those with OAuth 2.0"
}
