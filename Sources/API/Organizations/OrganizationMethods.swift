package import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    /// `zitadel.org.v2.OrganizationService`.
    package static func organizationService(_ organizations: Organizations) -> [APIMethod] {
        [
            addOrganization(organizations), updateOrganization(organizations), listOrganizations(organizations),
            deleteOrganization(organizations), activateOrganization(organizations),
            deactivateOrganization(organizations), setOrganizationMetadata(organizations),
            listOrganizationMetadata(organizations), deleteOrganizationMetadata(organizations),
            addOrganizationDomain(organizations), listOrganizationDomains(organizations),
            deleteOrganizationDomain(organizations), generateOrganizationDomainValidation(organizations),
            verifyOrganizationDomain(organizations),
        ]
    }
}

extension MessageReader {
    /// The organization that a request is about.
    func organizationID() throws(DomainError) -> Organization.ID {
        Organization.ID(try string("organizationId", .identifier))
    }
}

extension JSONObject {
    /// A reply that says only when something happened.
    static func moment(_ name: String, _ moment: Timestamp?) -> JSONObject {
        .message { $0.set(name, moment) }
    }
}
