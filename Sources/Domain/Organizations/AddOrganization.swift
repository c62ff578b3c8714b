package import Model
internal import Platform
internal import Storage

extension Organizations {
    /// Adds an active organization with its generated domain.
    /// - Throws: 409 when the name, the identifier or the domain is taken; a precondition for an unknown administrator.
    package func add(
        _ new: NewOrganization, by caller: Caller
    ) async throws(DomainError) -> (organization: Organization, details: ObjectDetails) {
        try caller.require(.orgCreate)
        let now = clock.now()
        let organization = Organization(
            id: new.id ?? Organization.ID(ids.nextID()), name: new.name,
            primaryDomain: try OrganizationDomain.generated(forName: new.name, instanceDomain: instanceDomain),
            createdAt: now, changedAt: now)
        let details = try await database.write { (tx) throws(DomainError) in
            try tx.insert(organization)
            let details = try tx.record("org.added", of: organization.id, by: caller.userID, at: now)
            for administrator in new.administrators {
                try tx.insert(
                    Administrator(
                        userID: administrator.user, resource: .organization(organization.id),
                        roles: administrator.roles.isEmpty ? [.orgOwner] : administrator.roles, createdAt: now,
                        changedAt: now))
            }
            return details
        }
        return (organization, details)
    }
}
