package import Model
package import Platform

/// A provider as a caller describes it.
package struct NewIdentityProvider: Sendable {
    package var name: String
    package var configuration: IdentityProvider.Configuration
    /// `nil` for none, and at a change for the one that there is.
    package var secret: Secret<String>?
    package var options: IdentityProviderOptions

    package init(
        name: String, configuration: IdentityProvider.Configuration, secret: Secret<String>?,
        options: IdentityProviderOptions
    ) {
        self.name = name
        self.configuration = configuration
        self.secret = secret
        self.options = options
    }

    /// The same without white space around the values.
    /// - Throws: an invalid argument for what is missing, and for an address that must not be called.
    func checked(by rules: IdentityProviderRules) throws(DomainError) -> NewIdentityProvider {
        var checked = self
        checked.name = try rules.present(name, .name)
        switch configuration {
        case .oidc(var provider):
            provider.issuer = try rules.calledAddress(provider.issuer, .issuer)
            provider.clientID = try rules.present(provider.clientID, .clientID)
            provider.scopes = try rules.scopes(
                provider.scopes.isEmpty ? ["openid", "profile", "email"] : provider.scopes)
            checked.configuration = .oidc(provider)
        case .oauth(var provider):
            provider.clientID = try rules.present(provider.clientID, .clientID)
            provider.authorizationEndpoint = try rules.visitedAddress(
                provider.authorizationEndpoint, .authorizationEndpoint)
            provider.tokenEndpoint = try rules.calledAddress(provider.tokenEndpoint, .tokenEndpoint)
            provider.userEndpoint = try rules.calledAddress(provider.userEndpoint, .userEndpoint)
            provider.idAttribute = try rules.present(provider.idAttribute, .idAttribute)
            provider.scopes = try rules.scopes(provider.scopes)
            checked.configuration = .oauth(provider)
        }
        return checked
    }
}

extension IdentityProvider.Configuration {
    /// Whether a client can do without a secret: nobody else can use its codes (RFC 7636 §1).
    var allowsPublicClient: Bool {
        switch self {
        case .oidc(let provider): provider.usesPKCE
        case .oauth(let provider): provider.usesPKCE
        }
    }
}
