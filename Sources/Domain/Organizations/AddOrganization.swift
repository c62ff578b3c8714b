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
        if !new.administrators.isEmpty { try caller.require(.orgMemberWrite) }
        let now = clock.now()
        let organization = Organization(
            id: new.id ?? Organization.ID(ids.nextID()), name: new.name,
            primaryDomain: try OrganizationDomain.generated(forName: new.name, instanceDomain: instanceDomain),
            createdAt: now, changedAt: now)
        let administrators = new.administrators.map { administrator in
            Administrator(
                userID: administrator.user, resource: .organization(organization.id),
                roles: administrator.roles.isEmpty ? [.orgOwner] : administrator.roles, createdAt: now, changedAt: now)
        }
        let details = try await database.write { (tx) throws(DomainError) in
            try tx.insert(organization)
            var details = try tx.record("org.added", of: organization.id, by: caller.userID, at: now)
            for administrator in administrators {
                try tx.insert(administrator)
                details = try tx.record(
                    "org.member.added", of: organization.id, by: caller.userID, at: now, payload: administrator.payload)
            }
            return details
        }
        return (organization, details)
    }
}

extension Administrator {
    /// Who got which roles, for the history.
    var payload: JSONObject {
        ["userId": .string(userID.rawValue), "roles": .array(roles.map { .string($0.rawValue) })]
    }
}
