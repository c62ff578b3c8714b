package import Platform

/// The permission of another organization to give some of a project's roles to its users.
package struct ProjectGrant: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package enum State: String, Sendable, CaseIterable {
        case active, inactive
    }

    package let id: ID
    package let projectID: Project.ID
    package let grantedOrganizationID: Organization.ID
    package var state: State
    package var roleKeys: [String]
    package let createdAt: Timestamp
    package var changedAt: Timestamp

    package init(
        id: ID, projectID: Project.ID, grantedOrganizationID: Organization.ID, state: State = .active,
        roleKeys: [String], createdAt: Timestamp, changedAt: Timestamp
    ) {
        self.id = id
        self.projectID = projectID
        self.grantedOrganizationID = grantedOrganizationID
        self.state = state
        self.roleKeys = roleKeys
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}
