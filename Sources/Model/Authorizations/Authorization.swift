package import Platform

/// The roles of a project that a user holds. The organization is the one that gave them: the project's owner, or one
/// that holds a grant of the project.
package struct Authorization: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package enum State: String, Sendable, CaseIterable {
        case active, inactive
    }

    package let id: ID
    package let userID: User.ID
    package let projectID: Project.ID
    package let organizationID: Organization.ID
    /// Set when the organization is not the project's owner.
    package let grantID: ProjectGrant.ID?
    package var state: State
    package var roleKeys: [String]
    package let createdAt: Timestamp
    package var changedAt: Timestamp

    package init(
        id: ID, userID: User.ID, projectID: Project.ID, organizationID: Organization.ID, grantID: ProjectGrant.ID?,
        state: State = .active, roleKeys: [String], createdAt: Timestamp, changedAt: Timestamp
    ) {
        self.id = id
        self.userID = userID
        self.projectID = projectID
        self.organizationID = organizationID
        self.grantID = grantID
        self.state = state
        self.roleKeys = roleKeys
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}
