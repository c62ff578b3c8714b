package import Domain

extension APIMethod {
    /// `zitadel.org.v2.OrganizationService`.
    package static func organizationService(_ organizations: Organizations) -> [APIMethod] {
        [
            .addOrganization(organizations)
        ]
    }
}
