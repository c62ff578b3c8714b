package import Model
package import Platform
internal import Storage

extension Organizations {
    /// Gives an organization another name; its generated domain follows, other domains stay.
    /// - Returns: when it changed.
    /// - Throws: `ORG-1MRds` for an unknown organization, `ORG-4VSdf` for the name that it has, 409 for a taken one.
    package func rename(
        _ id: Organization.ID, to name: String, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        try caller.require(.orgWrite, in: id)
        let domain = try OrganizationDomain.generated(forName: name, instanceDomain: instanceDomain)
        let now = clock.now()
        try await database.write { (tx) throws(DomainError) in
            guard try tx.rename(id, to: name, generatedDomain: domain, at: now) else {
                try tx.requireOrganization(id)
                throw DomainError(.failedPrecondition, "ORG-4VSdf", "Errors.Org.NotChanged")
            }
            try tx.record(
                "org.changed", of: id, by: caller.userID, at: now,
                payload: ["name": .string(name), "domain": .string(domain)])
        }
        return now
    }

    /// Ends every session and token of the organization's users for as long as it is inactive.
    /// - Throws: `ORG-oL9nT` for an unknown organization, `EVENT-Dbs2g` for an inactive one, a precondition when nobody
    ///   would be left to activate it.
    package func deactivate(_ id: Organization.ID, by caller: Caller) async throws(DomainError) -> Timestamp {
        try caller.require(.orgWrite, in: id)
        let now = clock.now()
        try await database.write { (tx) throws(DomainError) in
            let hadOwner = try tx.hasInstanceOwner()
            guard try tx.setState(.inactive, of: id) else {
                try tx.requireOrganization(id, orThrow: "ORG-oL9nT")
                throw DomainError(.failedPrecondition, "EVENT-Dbs2g", "Errors.Org.AlreadyDeactivated")
            }
            if hadOwner { try tx.requireInstanceOwner() }
            try tx.record("org.deactivated", of: id, by: caller.userID, at: now)
        }
        return now
    }

    /// - Throws: `ORG-Dgf3g` for an unknown organization, `EVENT-bfnrh` for an active one.
    package func activate(_ id: Organization.ID, by caller: Caller) async throws(DomainError) -> Timestamp {
        try caller.require(.orgWrite, in: id)
        let now = clock.now()
        try await database.write { (tx) throws(DomainError) in
            guard try tx.setState(.active, of: id) else {
                try tx.requireOrganization(id, orThrow: "ORG-Dgf3g")
                throw DomainError(.failedPrecondition, "EVENT-bfnrh", "Errors.Org.AlreadyActive")
            }
            try tx.record("org.reactivated", of: id, by: caller.userID, at: now)
        }
        return now
    }

    /// Removes an organization with its users, projects, grants and everything that hangs on them.
    /// - Throws: `COMMA-aps2n` for an unknown organization; preconditions for the default organization, for the one that
    ///   the service's own project is in, and when the instance would be left without an owner.
    package func delete(_ id: Organization.ID, by caller: Caller) async throws(DomainError) -> Timestamp {
        try caller.require(.orgDelete, in: id)
        let now = clock.now()
        try await database.write { (tx) throws(DomainError) in
            let hadOwner = try tx.hasInstanceOwner()
            try tx.terminate(.within(id), at: now)
            guard try tx.deleteOrganization(id) else {
                try tx.requireOrganization(id, orThrow: "COMMA-aps2n")
                throw try tx.isDefaultOrganization(id)
                    ? DomainError(.failedPrecondition, "COMMA-wG9p1", "Errors.Org.DefaultOrgNotDeletable")
                    : DomainError(.failedPrecondition, "COMMA-AF3JW", "Errors.Org.ZitadelOrgNotDeletable")
            }
            if hadOwner { try tx.requireInstanceOwner() }
            try tx.record(.organization(id, "org.removed"), by: caller.userID.rawValue, at: now)
        }
        return now
    }

    /// The organizations that the caller may read.
    package func list(
        _ search: Organization.Search, by caller: Caller
    ) async throws(DomainError) -> PageResult<Organization> {
        let reach = caller.reach(.orgRead)
        return try await database.read { (tx) throws(DomainError) in try tx.organizations(search, within: reach) }
    }
}
