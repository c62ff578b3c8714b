package import Platform

/// Somebody or something that tokens are issued for.
package struct User: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package enum State: String, Sendable, CaseIterable {
        case active, inactive, locked, initial
    }

    package enum Kind: Sendable, Hashable {
        case human(Human)
        case machine(Machine)
    }

    package let id: ID
    package let organizationID: Organization.ID
    package var username: String
    package var state: State
    package var kind: Kind
    /// The verified domains of the organization in which the login names end, the primary one first; empty when the user
    /// name itself is the login name.
    package var loginDomains: [String]
    /// Tokens issued before this moment are dead, whatever their own expiry says.
    package var tokensValidFrom: Timestamp
    package var sequence: Int64
    package let createdAt: Timestamp
    package var changedAt: Timestamp

    package init(
        id: ID, organizationID: Organization.ID, username: String, state: State = .active, kind: Kind,
        loginDomains: [String] = [], tokensValidFrom: Timestamp, sequence: Int64 = 0, createdAt: Timestamp,
        changedAt: Timestamp
    ) {
        self.id = id
        self.organizationID = organizationID
        self.username = username
        self.state = state
        self.kind = kind
        self.loginDomains = loginDomains
        self.tokensValidFrom = tokensValidFrom
        self.sequence = sequence
        self.createdAt = createdAt
        self.changedAt = changedAt
    }

    package var machine: Machine? {
        if case .machine(let machine) = kind { machine } else { nil }
    }

    package var human: Human? {
        if case .human(let human) = kind { human } else { nil }
    }

    /// What people see: a human's display name, a machine's name.
    package var displayName: String {
        switch kind {
        case .human(let human): human.displayName
        case .machine(let machine): machine.name
        }
    }

    /// The name that this user signs in with.
    package var preferredLoginName: String {
        loginDomains.first.map { "\(username)@\($0)" } ?? username
    }

    /// All names that this user can sign in with, sorted.
    package var loginNames: [String] {
        loginDomains.isEmpty ? [username] : loginDomains.map { "\(username)@\($0)" }.sorted()
    }
}
