package import Model

/// Who a client turned out to be.
package enum ClientIdentity: Sendable {
    case application(Client)
    /// A machine user that acts as its own client.
    case machine(Subject)

    /// The value of `client_id` in tokens and logs.
    package var clientID: String {
        switch self {
        case .application(let client): client.clientID
        case .machine(let subject): subject.user.preferredLoginName
        }
    }
}

/// Which clients an endpoint serves.
package enum ClientKind: Sendable {
    case applications
    case machines
    case either
    /// OpenID Connect applications, also those that have no secret and only name themselves.
    case signingIn

    package var includesApplications: Bool { self != .machines }
    package var includesMachines: Bool { self == .machines || self == .either }
    /// Clients that cannot keep a secret (RFC 6749 §2.1).
    package var includesPublicClients: Bool { self == .either || self == .signingIn }
}
