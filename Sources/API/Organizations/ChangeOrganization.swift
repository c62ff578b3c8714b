internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func updateOrganization(_ organizations: Organizations) -> APIMethod {
        APIMethod(
            "zitadel.org.v2.OrganizationService/UpdateOrganization",
            REST(.post, "/v2/organizations/{organization_id}"), access: .object(.orgWrite), .updateOrganization
        ) { (request, call) async throws(DomainError) in
            let id = try request.organizationID()
            let name = try request.string("name", .between(1, 200))
            return .moment("changeDate", try await organizations.rename(id, to: name, by: call.caller))
        }
    }

    static func deleteOrganization(_ organizations: Organizations) -> APIMethod {
        APIMethod(
            "zitadel.org.v2.OrganizationService/DeleteOrganization",
            REST(.delete, "/v2/organizations/{organization_id}"), access: .object(.orgDelete), .deleteOrganization
        ) { (request, call) async throws(DomainError) in
            let id = try request.organizationID()
            return .moment("deletionDate", try await organizations.delete(id, by: call.caller))
        }
    }

    static func activateOrganization(_ organizations: Organizations) -> APIMethod {
        APIMethod(
            "zitadel.org.v2.OrganizationService/ActivateOrganization",
            REST(.post, "/v2/organizations/{organization_id}/activate"), access: .object(.orgWrite),
            .activateOrganization
        ) { (request, call) async throws(DomainError) in
            let id = try request.organizationID()
            return .moment("changeDate", try await organizations.activate(id, by: call.caller))
        }
    }

    static func deactivateOrganization(_ organizations: Organizations) -> APIMethod {
        APIMethod(
            "zitadel.org.v2.OrganizationService/DeactivateOrganization",
            REST(.post, "/v2/organizations/{organization_id}/deactivate"), access: .object(.orgWrite),
            .deactivateOrganization
        ) { (request, call) async throws(DomainError) in
            let id = try request.organizationID()
            return .moment("changeDate", try await organizations.deactivate(id, by: call.caller))
        }
    }
}
