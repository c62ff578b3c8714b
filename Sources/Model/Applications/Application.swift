package import Platform

/// A client of the OAuth endpoints that belongs to a project.
package struct Application: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package enum State: String, Sendable, CaseIterable {
        case active, inactive
    }

    package enum Configuration: Sendable, Hashable {
        case oidc(OIDCConfiguration)
        case api(ClientAuthenticationMethod)
    }

    package let id: ID
    package let projectID: Project.ID
    package var name: String
    package var state: State
    package let clientID: String
    package var configuration: Configuration
    package let createdAt: Timestamp
    package var changedAt: Timestamp

    package init(
        id: ID, projectID: Project.ID, name: String, state: State = .active, clientID: String,
        configuration: Configuration, createdAt: Timestamp, changedAt: Timestamp
    ) {
        self.id = id
        self.projectID = projectID
        self.name = name
        self.state = state
        self.clientID = clientID
        self.configuration = configuration
        self.createdAt = createdAt
        self.changedAt = changedAt
    }

    package var authenticationMethod: ClientAuthenticationMethod {
        switch configuration {
        case .oidc(let configuration): configuration.authenticationMethod
        case .api(let method): method
        }
    }
}

/// How a client proves itself; the raw values are those of OpenID Connect Core §9.
package enum ClientAuthenticationMethod: String, Sendable, CaseIterable {
    case basic = "client_secret_basic"
    case post = "client_secret_post"
    case none
    case privateKeyJWT = "private_key_jwt"

    /// `true` when a secret is generated for the client.
    package var usesSecret: Bool { self == .basic || self == .post }
}
