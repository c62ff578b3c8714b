internal import Domain
internal import Model
internal import Platform

extension APIMethod {
    static func getProject(_ projects: Projects) -> APIMethod {
        APIMethod("zitadel.project.v2.ProjectService/GetProject", access: .object(.projectRead), .getProject) {
            (request, call) async throws(DomainError) in
            let id = Project.ID(try request.string("projectId", .identifier))
            let project = try await projects.get(id, by: call.caller)
            return .message { $0.set("project", project.message) }
        }
    }

    static func listProjects(_ projects: Projects) -> APIMethod {
        APIMethod("zitadel.project.v2.ProjectService/ListProjects", access: .rows(.projectRead), .listProjects) {
            (request, call) async throws(DomainError) in
            let search = ProjectOverview.Search(
                filters: try request.filters(as: "ProjectSearchFilter", ProjectOverview.Filter.init),
                sorting: try request.enumeration("sortingColumn", as: WireProjectFieldName.self).sorting,
                page: try Page(request))
            let result = try await projects.list(search, by: call.caller)
            return .message {
                $0.set("pagination", search.page.response(total: result.total))
                $0.set("projects", result.rows.map(\.message))
            }
        }
    }
}

enum WireProjectFieldName: String, WireEnum {
    case unspecified = "PROJECT_FIELD_NAME_UNSPECIFIED"
    case id = "PROJECT_FIELD_NAME_ID"
    case creationDate = "PROJECT_FIELD_NAME_CREATION_DATE"
    case changeDate = "PROJECT_FIELD_NAME_CHANGE_DATE"
    case name = "PROJECT_FIELD_NAME_NAME"

    var sorting: ProjectOverview.Sorting {
        switch self {
        case .unspecified, .creationDate: .creationDate
        case .id: .id
        case .changeDate: .changeDate
        case .name: .name
        }
    }
}

/// `ProjectOrganizationIDFilter.Type`, of which only the first name has a prefix.
enum WireProjectRelation: String, WireEnum {
    case unspecified = "TYPE_UNSPECIFIED"
    case owned = "OWNED"
    case granted = "GRANTED"
    case ownedOrGranted = "OWNED_OR_GRANTED"

    var relation: ProjectOverview.Relation {
        switch self {
        case .unspecified, .ownedOrGranted: .ownedOrGranted
        case .owned: .owned
        case .granted: .granted
        }
    }
}

extension ProjectOverview.Filter {
    fileprivate init(_ filter: MessageReader) throws(DomainError) {
        let members = ["projectNameFilter", "inProjectIdsFilter", "organizationIdFilter"]
        switch try filter.requiredOneOf("Filter", members) {
        case "projectNameFilter":
            let name = try filter.requiredMessage("projectNameFilter", as: "ProjectNameFilter")
            self = .name(try name.textMatch("projectName", .atMost(200)))
        case "inProjectIdsFilter":
            self = .ids(try filter.identifiers(in: "inProjectIdsFilter"))
        default:
            let organization = try filter.requiredMessage("organizationIdFilter", as: "ProjectOrganizationIDFilter")
            self = .organization(
                Organization.ID(try organization.string("organizationId", .identifier)),
                try organization.enumeration("type", as: WireProjectRelation.self).relation)
        }
    }
}
