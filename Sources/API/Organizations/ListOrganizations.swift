internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func listOrganizations(_ organizations: Organizations) -> APIMethod {
        APIMethod(
            "zitadel.org.v2.OrganizationService/ListOrganizations",
            REST(.post, "/v2/organizations/_search"), access: .rows(.orgRead), .listOrganizations
        ) { (request, call) async throws(DomainError) in
            let page = try Page(request, field: "query")
            let sorting = try request.enumeration("sortingColumn", as: WireOrganizationField.self)
            var filters: [Organization.Filter] = []
            for query in try request.messages("queries", as: "SearchQuery") {
                filters.append(try Organization.Filter(query))
            }
            let search = Organization.Search(filters: filters, sorting: sorting.sorting, page: page)
            let result = try await organizations.list(search, by: call.caller)
            return .message {
                $0.set("details", listDetails(total: result.total, at: call.now))
                $0.set("sortingColumn", sorting)
                $0.set("result", result.rows.map(\.message))
            }
        }
    }
}

extension Organization.Filter {
    fileprivate init(_ query: MessageReader) throws(DomainError) {
        let field = try query.requiredOneOf(
            "query", ["nameQuery", "domainQuery", "stateQuery", "idQuery", "defaultQuery"])
        switch field {
        case "nameQuery":
            self = .name(try query.requiredMessage(field, as: "OrganizationNameQuery").textMatch("name"))
        case "domainQuery":
            self = .domain(try query.requiredMessage(field, as: "OrganizationDomainQuery").textMatch("domain"))
        case "stateQuery":
            let state = try query.requiredMessage(field, as: "OrganizationStateQuery")
            self = .state(try state.enumeration("state", as: WireOrganizationState.self).state)
        case "idQuery":
            self = .id(
                Organization.ID(try query.requiredMessage(field, as: "OrganizationIDQuery").string("id", .identifier)))
        default:
            _ = try query.requiredMessage(field, as: "DefaultOrganizationQuery")
            self = .isDefault
        }
    }
}
