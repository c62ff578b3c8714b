package import Platform

/// A service at which people already have an account, and whose word on who they are is taken. It belongs to the
/// instance or to one organization.
package struct IdentityProvider: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package enum State: String, Sendable, CaseIterable {
        case active, inactive
    }

    package enum Kind: String, Sendable, CaseIterable {
        case oidc, oauth
    }

    /// What is no secret about our registration there. The client secret is kept apart, sealed.
    package enum Configuration: Sendable, Hashable {
        case oidc(OpenIDProvider)
        case oauth(OAuthProvider)

        package var kind: Kind {
            switch self {
            case .oidc: .oidc
            case .oauth: .oauth
            }
        }
    }

    package let id: ID
    /// `nil` for a provider of the instance, which every organization may use.
    package let organizationID: Organization.ID?
    package var name: String
    package var state: State
    package var configuration: Configuration
    package var options: IdentityProviderOptions
    package var sequence: Int64
    package let createdAt: Timestamp
    package var changedAt: Timestamp

    package init(
        id: ID, organizationID: Organization.ID?, name: String, state: State = .active, configuration: Configuration,
        options: IdentityProviderOptions, sequence: Int64 = 0, createdAt: Timestamp, changedAt: Timestamp
    ) {
        self.id = id
        self.organizationID = organizationID
        self.name = name
        self.state = state
        self.configuration = configuration
        self.options = options
        self.sequence = sequence
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}

/// An OpenID provider: everything else about it is found by discovery (OpenID Connect Discovery 1.0 §4).
package struct OpenIDProvider: Sendable, Hashable {
    package var issuer: String
    package var clientID: String
    package var scopes: [String]
    /// Whether the person is described by the ID token alone, and the userinfo endpoint is not asked.
    package var mapsIDToken: Bool
    /// Whether a code is bound to this service by PKCE (RFC 7636).
    package var usesPKCE: Bool

    package init(
        issuer: String, clientID: String, scopes: [String], mapsIDToken: Bool = false, usesPKCE: Bool = false
    ) {
        self.issuer = issuer
        self.clientID = clientID
        self.scopes = scopes
        self.mapsIDToken = mapsIDToken
        self.usesPKCE = usesPKCE
    }
}

/// An OAuth 2.0 server with an endpoint that describes the person to whom an access token belongs.
package struct OAuthProvider: Sendable, Hashable {
    package var clientID: String
    package var authorizationEndpoint: String
    package var tokenEndpoint: String
    package var userEndpoint: String
    package var scopes: [String]
    /// The member of the description that identifies the person there for ever.
    package var idAttribute: String
    package var usesPKCE: Bool

    package init(
        clientID: String, authorizationEndpoint: String, tokenEndpoint: String, userEndpoint: String,
        scopes: [String], idAttribute: String, usesPKCE: Bool = false
    ) {
        self.clientID = clientID
        self.authorizationEndpoint = authorizationEndpoint
        self.tokenEndpoint = tokenEndpoint
        self.userEndpoint = userEndpoint
        self.scopes = scopes
        self.idAttribute = idAttribute
        self.usesPKCE = usesPKCE
    }
}

/// What may happen when somebody comes from a provider.
package struct IdentityProviderOptions: Sendable, Hashable {
    /// By what an account here is found for somebody who is not linked yet. An e-mail address counts where both sides
    /// have verified it.
    package enum AutoLinking: String, Sendable, CaseIterable {
        case off, username, email
    }

    /// Whether who already has an account here may link it.
    package var allowsLinking: Bool
    /// Whether who has none here may get one.
    package var allowsCreation: Bool
    /// Whether the account is made without asking.
    package var createsAutomatically: Bool
    /// Whether the profile follows that of the provider at each sign-in.
    package var updatesAutomatically: Bool
    package var autoLinking: AutoLinking

    package init(
        allowsLinking: Bool = false, allowsCreation: Bool = false, createsAutomatically: Bool = false,
        updatesAutomatically: Bool = false, autoLinking: AutoLinking = .off
    ) {
        self.allowsLinking = allowsLinking
        self.allowsCreation = allowsCreation
        self.createsAutomatically = createsAutomatically
        self.updatesAutomatically = updatesAutomatically
        self.autoLinking = autoLinking
    }
}
