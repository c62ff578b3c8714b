internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func addOrganizationDomain(_ organizations: Organizations) -> APIMethod {
        APIMethod(
            "zitadel.org.v2.OrganizationService/AddOrganizationDomain",
            REST(.post, "/v2/organizations/{organization_id}/domains"), access: .object(.orgWrite),
            .addOrganizationDomain
        ) { (request, call) async throws(DomainError) in
            let id = try request.organizationID()
            let domain = try request.string("domain", .between(1, 200))
            return .moment("creationDate", try await organizations.addDomain(domain, to: id, by: call.caller))
        }
    }

    static func deleteOrganizationDomain(_ organizations: Organizations) -> APIMethod {
        APIMethod(
            "zitadel.org.v2.OrganizationService/DeleteOrganizationDomain",
            REST(.delete, "/v2/organizations/{organization_id}/domains"), access: .object(.orgWrite),
            .deleteOrganizationDomain
        ) { (request, call) async throws(DomainError) in
            let id = try request.organizationID()
            let domain = try request.string("domain", .between(1, 253))
            return .moment("deletionDate", try await organizations.deleteDomain(domain, of: id, by: call.caller))
        }
    }

    static func listOrganizationDomains(_ organizations: Organizations) -> APIMethod {
        APIMethod(
            "zitadel.org.v2.OrganizationService/ListOrganizationDomains",
            REST(.post, "/v2/organizations/{organization_id}/domains/search"), access: .object(.orgRead),
            .listOrganizationDomains
        ) { (request, call) async throws(DomainError) in
            let id = try request.organizationID()
            let page = try Page(request)
            let sorting = try request.enumeration("sortingColumn", as: WireOrganizationDomainField.self).sorting
            var names: [TextMatch] = []
            for filter in try request.messages("filters", as: "DomainSearchFilter") {
                let field = try filter.requiredOneOf("filter", ["domainFilter"])
                names.append(try filter.requiredMessage(field, as: "OrganizationDomainQuery").textMatch("domain"))
            }
            let search = OrganizationDomain.Search(filters: names, sorting: sorting, page: page)
            let result = try await organizations.domains(of: id, search, by: call.caller)
            return .message {
                $0.set("pagination", page.response(total: result.total))
                $0.set("domains", result.rows.map(\.message))
            }
        }
    }

    static func generateOrganizationDomainValidation(_ organizations: Organizations) -> APIMethod {
        APIMethod(
            "zitadel.org.v2.OrganizationService/GenerateOrganizationDomainValidation",
            REST(.post, "/v2/organizations/{organization_id}/domains/validation/generate"),
            access: .object(.orgWrite), .generateOrganizationDomainValidation
        ) { (request, call) async throws(DomainError) in
            let id = try request.organizationID()
            let domain = try request.string("domain", .between(1, 200))
            let type: OrganizationDomain.ValidationType =
                switch try request.enumeration("type", as: WireDomainValidationType.self) {
                case .http: .http
                case .dns: .dns
                case .unspecified:
                    throw request.fault("type", "value must not be in list [DOMAIN_VALIDATION_TYPE_UNSPECIFIED]")
                }
            let (token, place) = try await organizations.generateValidation(type, of: domain, in: id, by: call.caller)
            return .message {
                $0.set("token", token)
                $0.set("url", place)
            }
        }
    }

    static func verifyOrganizationDomain(_ organizations: Organizations) -> APIMethod {
        APIMethod(
            "zitadel.org.v2.OrganizationService/VerifyOrganizationDomain",
            REST(.post, "/v2/organizations/{organization_id}/domains/validation/verify"),
            access: .object(.orgWrite), .verifyOrganizationDomain
        ) { (request, call) async throws(DomainError) in
            let id = try request.organizationID()
            let domain = try request.string("domain", .between(1, 253))
            return .moment("changeDate", try await organizations.verifyDomain(domain, of: id, by: call.caller))
        }
    }
}
