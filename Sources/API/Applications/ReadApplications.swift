internal import Domain
internal import Model
internal import Platform

extension APIMethod {
    static func getApplication(_ applications: Applications) -> APIMethod {
        APIMethod(
            "zitadel.application.v2.ApplicationService/GetApplication", access: .object(.projectAppRead),
            .getApplication
        ) {
            (request, call) async throws(DomainError) in
            let id = Application.ID(try request.string("applicationId", .identifier))
            let application = try await applications.get(id, by: call.caller)
            return .message { $0.set("application", application.message) }
        }
    }

    static func listApplications(_ applications: Applications) -> APIMethod {
        APIMethod(
            "zitadel.application.v2.ApplicationService/ListApplications", access: .rows(.projectAppRead),
            .listApplications
        ) {
            (request, call) async throws(DomainError) in
            let search = Application.Search(
                filters: try request.filters(as: "ApplicationSearchFilter", Application.Filter.init),
                sorting: try request.enumeration("sortingColumn", as: WireApplicationSorting.self).sorting,
                page: try Page(request))
            let result = try await applications.list(search, by: call.caller)
            return .message {
                $0.set("applications", result.rows.map(\.message))
                $0.set("pagination", search.page.response(total: result.total))
            }
        }
    }
}

enum WireApplicationSorting: String, WireEnum {
    case id = "APPLICATION_SORT_BY_ID"
    case name = "APPLICATION_SORT_BY_NAME"
    case state = "APPLICATION_SORT_BY_STATE"
    case creationDate = "APPLICATION_SORT_BY_CREATION_DATE"
    case changeDate = "APPLICATION_SORT_BY_CHANGE_DATE"

    var sorting: Application.Sorting {
        switch self {
        case .id: .id
        case .name: .name
        case .state: .state
        case .creationDate: .creationDate
        case .changeDate: .changeDate
        }
    }
}

enum WireApplicationType: String, WireEnum {
    case unspecified = "APPLICATION_TYPE_UNSPECIFIED"
    case oidc = "APPLICATION_TYPE_OIDC"
    case api = "APPLICATION_TYPE_API"
    case saml = "APPLICATION_TYPE_SAML"
}

extension Application.Filter {
    private static let members = [
        "projectIdFilter", "nameFilter", "stateFilter", "typeFilter", "clientIdFilter", "entityIdFilter",
    ]

    fileprivate init(_ filter: MessageReader) throws(DomainError) {
        switch try filter.requiredOneOf("Filter", Self.members) {
        case "projectIdFilter":
            self = .project(try filter.identifier(in: "projectIdFilter", "projectId"))
        case "nameFilter":
            let name = try filter.requiredMessage("nameFilter", as: "ApplicationNameFilter")
            self = .name(try name.textMatch("name", .atMost(200)))
        case "stateFilter":
            let state = try filter.enumeration("stateFilter", as: WireApplicationState.self).state
            self = state.map { .state($0) } ?? .nothing
        case "typeFilter":
            switch try filter.enumeration("typeFilter", as: WireApplicationType.self) {
            case .unspecified: throw filter.fault("typeFilter", "value must not be in list [0]")
            case .oidc: self = .kind(.oidc)
            case .api: self = .kind(.api)
            case .saml: self = .nothing
            }
        case "clientIdFilter":
            let client = try filter.requiredMessage("clientIdFilter", as: "ClientIDFilter")
            self = .clientID(try client.string("clientId", .identifier))
        // Only SAML applications have an entity identifier.
        default: self = .nothing
        }
    }
}
