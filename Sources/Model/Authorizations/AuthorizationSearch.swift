/// One row of a list of authorizations, with the names that people know.
package struct AuthorizationOverview: Sendable, Hashable {
    package struct Role: Sendable, Hashable {
        package let key: String
        package let displayName: String
        package let group: String

        package init(key: String, displayName: String, group: String) {
            self.key = key
            self.displayName = displayName
            self.group = group
        }
    }

    /// Its `roleKeys` are those of `roles`.
    package let authorization: Authorization
    package let projectName: String
    /// The owner of the project.
    package let projectOrganizationID: Organization.ID
    package let organizationName: String
    package let loginName: String
    package let userDisplayName: String
    package let userOrganizationID: Organization.ID
    package var roles: [Role]

    package init(
        authorization: Authorization, projectName: String, projectOrganizationID: Organization.ID,
        organizationName: String, loginName: String, userDisplayName: String, userOrganizationID: Organization.ID,
        roles: [Role] = []
    ) {
        self.authorization = authorization
        self.projectName = projectName
        self.projectOrganizationID = projectOrganizationID
        self.organizationName = organizationName
        self.loginName = loginName
        self.userDisplayName = userDisplayName
        self.userOrganizationID = userOrganizationID
        self.roles = roles
    }
}

extension AuthorizationOverview {
    package typealias Search = Model.Search<Filter, Sorting>

    package enum Filter: Sendable, Hashable {
        case ids([Authorization.ID])
        case users([User.ID])
        case organization(Organization.ID)
        case state(Authorization.State)
        case userOrganization(Organization.ID)
        case loginName(TextMatch)
        case displayName(TextMatch)
        case project(Project.ID)
        case projectName(TextMatch)
        case roleKey(TextMatch)
        case grant(ProjectGrant.ID)
    }

    package enum Sorting: Sendable, Hashable {
        case creationDate, changeDate, id, userID, projectID, organizationID, userOrganizationID
    }
}
