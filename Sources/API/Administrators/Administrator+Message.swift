internal import Model
internal import Platform

enum WireAdministratorField: String, WireEnum {
    case unspecified = "ADMINISTRATOR_FIELD_NAME_UNSPECIFIED"
    case userID = "ADMINISTRATOR_FIELD_NAME_USER_ID"
    case creationDate = "ADMINISTRATOR_FIELD_NAME_CREATION_DATE"
    case changeDate = "ADMINISTRATOR_FIELD_NAME_CHANGE_DATE"

    var sorting: AdministratorOverview.Sorting {
        switch self {
        case .unspecified, .creationDate: .creationDate
        case .userID: .userID
        case .changeDate: .changeDate
        }
    }
}

extension AdministratorTarget {
    /// Reads the member `resource`, which must be there.
    init(in message: MessageReader) throws(DomainError) {
        let resource = try message.requiredMessage("resource", as: "ResourceType")
        switch try resource.requiredOneOf("resource", ["instance", "organizationId", "projectId", "projectGrant"]) {
        case "instance":
            guard try resource.bool("instance") else { throw resource.fault("instance", "value must equal true") }
            self = .instance
        case "organizationId": self = .organization(Organization.ID(try resource.string("organizationId", .identifier)))
        case "projectId": self = .project(Project.ID(try resource.string("projectId", .identifier)))
        default:
            let grant = try resource.requiredMessage("projectGrant", as: "ResourceType_ProjectGrant")
            let project = Project.ID(try grant.string("projectId", .identifier))
            // Here the member names the receiver; in replies it names the owner.
            self = .projectGrant(
                project, granted: Organization.ID(try grant.string("organizationId", .identifier)))
        }
    }

    /// The prefix that a role must have to be given here.
    var rolePrefix: String {
        switch self {
        case .instance: AdministratedResource.instance.rolePrefix
        case .organization(let id): AdministratedResource.organization(id).rolePrefix
        case .project(let id): AdministratedResource.project(id).rolePrefix
        case .projectGrant: AdministratedResource.projectGrant("").rolePrefix
        }
    }
}

extension AdministratorOverview {
    /// `zitadel.internal_permission.v2.Administrator`.
    var message: JSONObject {
        .message {
            $0.set("creationDate", createdAt)
            $0.set("changeDate", changedAt)
            $0.set("user", user.message)
            switch resource {
            case .instance: $0.set("instance", true)
            case .organization(let id, let name):
                $0.set(
                    "organization",
                    .message {
                        $0.set("id", id)
                        $0.set("name", name)
                    })
            case .project(let id, let name, let owner):
                $0.set(
                    "project",
                    .message {
                        $0.set("id", id)
                        $0.set("name", name)
                        $0.set("organizationId", owner)
                    })
            case .projectGrant(let id, let project, let projectName, let owner, let granted):
                $0.set(
                    "projectGrant",
                    .message {
                        $0.set("id", id)
                        $0.set("projectId", project)
                        $0.set("projectName", projectName)
                        $0.set("organizationId", owner)
                        $0.set("grantedOrganizationId", granted)
                    })
            }
            $0.set("roles", roles.map(\.rawValue))
        }
    }
}

extension AdministratorOverview.Member {
    fileprivate var message: JSONObject {
        .message {
            $0.set("id", id)
            $0.set("preferredLoginName", loginName)
            $0.set("displayName", displayName)
            $0.set("organizationId", organizationID)
        }
    }
}
