package import Platform

/// A device's request for tokens, which somebody approves elsewhere (RFC 8628).
package struct DeviceAuthorization: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package enum State: String, Sendable, CaseIterable {
        case pending, approved, denied
        /// The device has its tokens.
        case redeemed
    }

    package let id: ID
    /// SHA-256 of the device code.
    package let digest: [UInt8]
    package let userCode: UserCode
    package let clientID: String
    package let scopes: ScopeSet
    package let state: State
    /// How long the device has to wait between two polls.
    package let pollInterval: Duration
    package let polledAt: Timestamp?
    package let approval: DeviceApproval?
    package let expiresAt: Timestamp
    package let createdAt: Timestamp

    package init(
        id: ID, digest: [UInt8], userCode: UserCode, clientID: String, scopes: ScopeSet,
        state: State = .pending, pollInterval: Duration, polledAt: Timestamp? = nil, approval: DeviceApproval? = nil,
        expiresAt: Timestamp, createdAt: Timestamp
    ) {
        self.id = id
        self.digest = digest
        self.userCode = userCode
        self.clientID = clientID
        self.scopes = scopes
        self.state = state
        self.pollInterval = pollInterval
        self.polledAt = polledAt
        self.approval = approval
        self.expiresAt = expiresAt
        self.createdAt = createdAt
    }

    /// Whether the device polls sooner than it may (RFC 8628 §3.5).
    package func isTooSoon(at now: Timestamp) -> Bool {
        polledAt.map { now.since($0) < pollInterval } ?? false
    }
}

/// Who approved a device's request, and when.
package struct DeviceApproval: Sendable, Hashable {
    package let signIn: SignIn
    package let moment: Timestamp

    package init(signIn: SignIn, at moment: Timestamp) {
        self.signIn = signIn
        self.moment = moment
    }
}

/// What a person is shown before they decide.
package struct DeviceRequest: Sendable, Hashable {
    package let id: DeviceAuthorization.ID
    package let clientID: String
    package let scopes: ScopeSet
    package let applicationName: String
    package let projectName: String
    /// Whose branding the page wears.
    package let organizationID: Organization.ID
    package let expiresAt: Timestamp

    package init(
        id: DeviceAuthorization.ID, clientID: String, scopes: ScopeSet, applicationName: String, projectName: String,
        organizationID: Organization.ID, expiresAt: Timestamp
    ) {
        self.id = id
        self.clientID = clientID
        self.scopes = scopes
        self.applicationName = applicationName
        self.projectName = projectName
        self.organizationID = organizationID
        self.expiresAt = expiresAt
    }
}

/// Who tries user codes.
package enum UserCodeOrigin: Sendable, Hashable {
    /// A person at a page.
    case network(ClientNetwork)
    /// A program that passes on what many people type.
    case program(User.ID)

    package init(address: String) { self = .network(ClientNetwork(address: address)) }

    /// The form of the store.
    package var subject: String {
        switch self {
        case .network(let network): "network:\(network)"
        case .program(let id): "user:\(id)"
        }
    }
}
