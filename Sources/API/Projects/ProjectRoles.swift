internal import Domain
internal import Model
internal import Platform

extension APIMethod {
    static func addProjectRole(_ projects: Projects) -> APIMethod {
        APIMethod(
            "zitadel.project.v2.ProjectService/AddProjectRole", access: .object(.projectRoleWrite), .addProjectRole
        ) {
            (request, call) async throws(DomainError) in
            let project = Project.ID(try request.string("projectId", .identifier))
            let key = try request.string("roleKey", .between(1, 200))
            let role = try await projects.addRole(
                key, displayName: try request.string("displayName", .between(1, 200)),
                group: try request.string("group", .atMost(200)), to: project, by: call.caller)
            return .message { $0.set("creationDate", role.createdAt) }
        }
    }

    static func updateProjectRole(_ projects: Projects) -> APIMethod {
        APIMethod(
            "zitadel.project.v2.ProjectService/UpdateProjectRole", access: .object(.projectRoleWrite),
            .updateProjectRole
        ) {
            (request, call) async throws(DomainError) in
            let project = Project.ID(try request.string("projectId", .identifier))
            let key = try request.string("roleKey", .between(1, 200))
            let changedAt = try await projects.updateRole(
                key, of: project, displayName: try request.optionalString("displayName", .between(1, 200)),
                group: try request.optionalString("group", .atMost(200)), by: call.caller)
            return .message { $0.set("changeDate", changedAt) }
        }
    }

    static func removeProjectRole(_ projects: Projects) -> APIMethod {
        APIMethod(
            "zitadel.project.v2.ProjectService/RemoveProjectRole", access: .object(.projectRoleWrite),
            .removeProjectRole
        ) {
            (request, call) async throws(DomainError) in
            let project = Project.ID(try request.string("projectId", .identifier))
            let key = try request.string("roleKey", .between(1, 200))
            let removedAt = try await projects.removeRole(key, of: project, by: call.caller)
            return .message { $0.set("removalDate", removedAt) }
        }
    }

    static func listProjectRoles(_ projects: Projects) -> APIMethod {
        APIMethod(
            "zitadel.project.v2.ProjectService/ListProjectRoles", access: .rows(.projectRoleRead), .listProjectRoles
        ) {
            (request, call) async throws(DomainError) in
            let project = Project.ID(try request.string("projectId", .identifier))
            let search = ProjectRole.Search(
                filters: try request.filters(as: "ProjectRoleSearchFilter", ProjectRole.Filter.init),
                sorting: try request.enumeration("sortingColumn", as: WireProjectRoleFieldName.self).sorting,
                page: try Page(request))
            let result = try await projects.listRoles(of: project, search, by: call.caller)
            return .message {
                $0.set("pagination", search.page.response(total: result.total))
                $0.set("projectRoles", result.rows.map(\.message))
            }
        }
    }
}

enum WireProjectRoleFieldName: String, WireEnum {
    case unspecified = "PROJECT_ROLE_FIELD_NAME_UNSPECIFIED"
    case key = "PROJECT_ROLE_FIELD_NAME_KEY"
    case creationDate = "PROJECT_ROLE_FIELD_NAME_CREATION_DATE"
    case changeDate = "PROJECT_ROLE_FIELD_NAME_CHANGE_DATE"

    var sorting: ProjectRole.Sorting {
        switch self {
        case .unspecified, .creationDate: .creationDate
        case .key: .key
        case .changeDate: .changeDate
        }
    }
}

extension ProjectRole.Filter {
    fileprivate init(_ filter: MessageReader) throws(DomainError) {
        switch try filter.requiredOneOf("Filter", ["roleKeyFilter", "displayNameFilter"]) {
        case "roleKeyFilter":
            let key = try filter.requiredMessage("roleKeyFilter", as: "ProjectRoleKeyFilter")
            self = .key(try key.textMatch("key", .atMost(200)))
        default:
            let name = try filter.requiredMessage("displayNameFilter", as: "ProjectRoleDisplayNameFilter")
            self = .displayName(try name.textMatch("displayName", .atMost(200)))
        }
    }
}

extension ProjectRole {
    /// `zitadel.project.v2.ProjectRole`.
    fileprivate var message: JSONObject {
        .message {
            $0.set("projectId", projectID)
            $0.set("key", key)
            $0.set("creationDate", createdAt)
            $0.set("changeDate", changedAt)
            $0.set("displayName", displayName)
            $0.set("group", group)
        }
    }
}
