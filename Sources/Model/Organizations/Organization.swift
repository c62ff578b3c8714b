package import Platform

/// A tenant: it owns users, projects and authorizations.
package struct Organization: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package enum State: String, Sendable, CaseIterable {
        case active, inactive
    }

    package let id: ID
    package var name: String
    package var state: State
    package var primaryDomain: String
    package var sequence: Int64
    package let createdAt: Timestamp
    package var changedAt: Timestamp

    package init(
        id: ID, name: String, state: State = .active, primaryDomain: String, sequence: Int64 = 0,
        createdAt: Timestamp, changedAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.state = state
        self.primaryDomain = primaryDomain
        self.sequence = sequence
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}
