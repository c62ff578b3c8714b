internal import Domain
internal import Model
internal import Platform

extension APIMethod {
    static func listProjectGrants(_ projects: Projects) -> APIMethod {
        APIMethod(
            "zitadel.project.v2.ProjectService/ListProjectGrants", access: .rows(.projectGrantRead), .listProjectGrants
        ) {
            (request, call) async throws(DomainError) in
            let search = ProjectGrantOverview.Search(
                filters: try request.filters(as: "ProjectGrantSearchFilter", ProjectGrantOverview.Filter.init),
                sorting: try request.enumeration("sortingColumn", as: WireProjectGrantFieldName.self).sorting,
                page: try Page(request))
            let result = try await projects.listGrants(search, by: call.caller)
            return .message {
                $0.set("pagination", search.page.response(total: result.total))
                $0.set("projectGrants", result.rows.map(\.message))
            }
        }
    }
}

enum WireProjectGrantState: String, WireEnum {
    case unspecified = "PROJECT_GRANT_STATE_UNSPECIFIED"
    case active = "PROJECT_GRANT_STATE_ACTIVE"
    case inactive = "PROJECT_GRANT_STATE_INACTIVE"

    init(_ state: ProjectGrant.State) {
        switch state {
        case .active: self = .active
        case .inactive: self = .inactive
        }
    }
}

enum WireProjectGrantFieldName: String, WireEnum {
    case unspecified = "PROJECT_GRANT_FIELD_NAME_UNSPECIFIED"
    case projectID = "PROJECT_GRANT_FIELD_NAME_PROJECT_ID"
    case creationDate = "PROJECT_GRANT_FIELD_NAME_CREATION_DATE"
    case changeDate = "PROJECT_GRANT_FIELD_NAME_CHANGE_DATE"

    var sorting: ProjectGrantOverview.Sorting {
        switch self {
        case .unspecified, .creationDate: .creationDate
        case .projectID: .projectID
        case .changeDate: .changeDate
        }
    }
}

extension ProjectGrantOverview.Filter {
    fileprivate init(_ filter: MessageReader) throws(DomainError) {
        let members = [
            "projectNameFilter", "roleKeyFilter", "inProjectIdsFilter", "organizationIdFilter",
            "grantedOrganizationIdFilter",
        ]
        switch try filter.requiredOneOf("Filter", members) {
        case "projectNameFilter":
            let name = try filter.requiredMessage("projectNameFilter", as: "ProjectNameFilter")
            self = .projectName(try name.textMatch("projectName", .atMost(200)))
        case "roleKeyFilter":
            let key = try filter.requiredMessage("roleKeyFilter", as: "ProjectRoleKeyFilter")
            self = .roleKey(try key.textMatch("key", .atMost(200)))
        case "inProjectIdsFilter": self = .projects(try filter.identifiers(in: "inProjectIdsFilter"))
        case "organizationIdFilter": self = .organization(try filter.identifier(in: "organizationIdFilter"))
        default: self = .grantedOrganization(try filter.identifier(in: "grantedOrganizationIdFilter"))
        }
    }
}

extension ProjectGrantOverview {
    /// `zitadel.project.v2.ProjectGrant`.
    fileprivate var message: JSONObject {
        .message {
            $0.set("organizationId", organizationID)
            $0.set("creationDate", grant.createdAt)
            $0.set("changeDate", grant.changedAt)
            $0.set("grantedOrganizationId", grant.grantedOrganizationID)
            $0.set("grantedOrganizationName", grantedOrganizationName)
            $0.set("grantedRoleKeys", grant.roleKeys)
            $0.set("projectId", grant.projectID)
            $0.set("projectName", projectName)
            $0.set("state", WireProjectGrantState(grant.state))
        }
    }
}
