package import Platform

/// A set of applications that share roles.
package struct Project: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package enum State: String, Sendable, CaseIterable {
        case active, inactive
    }

    package enum PrivateLabelingSetting: String, Sendable, CaseIterable {
        case unspecified
        case enforceProjectResourceOwnerPolicy = "enforce_project"
        case allowLoginUserResourceOwnerPolicy = "allow_login_user"
    }

    package let id: ID
    package let organizationID: Organization.ID
    package var name: String
    package var state: State
    /// Role claims are asserted without being asked for by scope.
    package var roleAssertion: Bool
    /// Signing in needs an active authorization of the user.
    package var authorizationRequired: Bool
    /// Signing in needs the user's organization to own the project or to hold a grant of it.
    package var accessRequired: Bool
    package var privateLabeling: PrivateLabelingSetting
    package let createdAt: Timestamp
    package var changedAt: Timestamp

    package init(
        id: ID, organizationID: Organization.ID, name: String, state: State = .active, roleAssertion: Bool = false,
        authorizationRequired: Bool = false, accessRequired: Bool = false,
        privateLabeling: PrivateLabelingSetting = .unspecified, createdAt: Timestamp, changedAt: Timestamp
    ) {
        self.id = id
        self.organizationID = organizationID
        self.name = name
        self.state = state
        self.roleAssertion = roleAssertion
        self.authorizationRequired = authorizationRequired
        self.accessRequired = accessRequired
        self.privateLabeling = privateLabeling
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}
