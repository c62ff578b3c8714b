internal import Domain
internal import Model
internal import Platform

extension MessageReader {
    /// How many accounts elsewhere a new user can have from the beginning.
    static let greatestLinkCount = 100
    private static let greatestScopeCount = 20

    func identityProviderID(_ field: String = "id") throws(DomainError) -> IdentityProvider.ID {
        IdentityProvider.ID(try string(field, .identifier))
    }

    /// What the calls that add or change a generic OpenID provider carry.
    func openIDProvider() throws(DomainError) -> NewIdentityProvider {
        try provider(
            name: try string("name", .atMost(200)),
            .oidc(
                OpenIDProvider(
                    issuer: try string("issuer", .between(1, 200)), clientID: try string("clientId", .between(1, 200)),
                    scopes: try scopes(), mapsIDToken: try bool("isIdTokenMapping"), usesPKCE: try bool("usePkce"))))
    }

    /// What the calls that add or change a generic OAuth provider carry.
    func oauthProvider() throws(DomainError) -> NewIdentityProvider {
        try provider(
            name: try string("name", .between(1, 200)),
            .oauth(
                OAuthProvider(
                    clientID: try string("clientId", .between(1, 200)),
                    authorizationEndpoint: try string("authorizationEndpoint", .between(1, 200)),
                    tokenEndpoint: try string("tokenEndpoint", .between(1, 200)),
                    userEndpoint: try string("userEndpoint", .between(1, 200)), scopes: try scopes(),
                    idAttribute: try string("idAttribute", .between(1, 200)), usesPKCE: try bool("usePkce"))))
    }

    private func provider(
        name: String, _ configuration: IdentityProvider.Configuration
    ) throws(DomainError) -> NewIdentityProvider {
        let secret = try string("clientSecret", .atMost(1000))
        let options = try message("providerOptions", as: "Options")
        return NewIdentityProvider(
            name: name, configuration: configuration, secret: secret.isEmpty ? nil : Secret(secret),
            options: try options?.identityProviderOptions() ?? IdentityProviderOptions())
    }

    private func scopes() throws(DomainError) -> [String] {
        let scopes = try strings("scopes", .between(1, 30))
        guard scopes.count <= Self.greatestScopeCount else {
            throw fault("scopes", "value must contain no more than \(Self.greatestScopeCount) item(s)")
        }
        return scopes
    }

    private func identityProviderOptions() throws(DomainError) -> IdentityProviderOptions {
        IdentityProviderOptions(
            allowsLinking: try bool("isLinkingAllowed"), allowsCreation: try bool("isCreationAllowed"),
            createsAutomatically: try bool("isAutoCreation"), updatesAutomatically: try bool("isAutoUpdate"),
            autoLinking: try enumeration("autoLinking", as: WireAutoLinking.self).option)
    }

    /// `IDPLink`: an account at a provider.
    func identityProviderLink() throws(DomainError) -> NewIdentityProviderLink {
        NewIdentityProviderLink(
            providerID: try identityProviderID("idpId"), externalID: try string("userId", .between(1, 200)),
            externalName: try string("userName", .between(1, 200)))
    }

    /// Whose provider is meant; `nil` when nothing is said of it.
    func providerOwner() throws(DomainError) -> IdentityProviderOwner? {
        switch try enumeration("ownerType", as: WireIDPOwnerType.self) {
        case .unspecified: nil
        case .system: .instance
        case .organization: .organization
        }
    }

    /// `IDP`: a provider that a new login policy begins with.
    func policyProvider() throws(DomainError) -> (id: IdentityProvider.ID, owner: IdentityProviderOwner?) {
        (try identityProviderID("idpId"), try providerOwner())
    }
}
