package import Platform

/// A user's roles over the instance, an organization, a project or a project grant.
package struct Administrator: Sendable, Hashable {
    package let userID: User.ID
    package let resource: AdministratedResource
    package var roles: [Role]
    package let createdAt: Timestamp
    package var changedAt: Timestamp

    package init(
        userID: User.ID, resource: AdministratedResource, roles: [Role], createdAt: Timestamp, changedAt: Timestamp
    ) {
        self.userID = userID
        self.resource = resource
        self.roles = roles
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}

/// What an administrator's roles hold for.
package enum AdministratedResource: Sendable, Hashable {
    case instance
    case organization(Organization.ID)
    case project(Project.ID)
    case projectGrant(ProjectGrant.ID)

    /// The name of the kind in the store.
    package var scope: String {
        switch self {
        case .instance: "instance"
        case .organization: "organization"
        case .project: "project"
        case .projectGrant: "project_grant"
        }
    }

    /// The identifier of the resource; empty for the instance.
    package var resourceID: String {
        switch self {
        case .instance: ""
        case .organization(let id): id.rawValue
        case .project(let id): id.rawValue
        case .projectGrant(let id): id.rawValue
        }
    }

    package init?(scope: String, resourceID: String) {
        switch scope {
        case "instance": self = .instance
        case "organization": self = .organization(Organization.ID(resourceID))
        case "project": self = .project(Project.ID(resourceID))
        case "project_grant": self = .projectGrant(ProjectGrant.ID(resourceID))
        default: return nil
        }
    }

    /// The prefix that a role must have to be given here.
    package var rolePrefix: String {
        switch self {
        case .instance: "IAM_"
        case .organization: "ORG_"
        case .project: "PROJECT_"
        case .projectGrant: "PROJECT_GRANT_"
        }
    }
}
