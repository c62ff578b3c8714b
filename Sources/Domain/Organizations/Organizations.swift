package import Model
package import Platform
package import Storage

/// Organizations: the commands and queries about tenants.
package struct Organizations: Sendable {
    let database: Database
    let ids: IDGenerator
    let clock: WallClock
    let humans: Humans
    /// The host of the public URL, which generated domains end in.
    let instanceDomain: String

    package init(
        database: Database, ids: IDGenerator, clock: WallClock, humans: Humans, instanceDomain: String
    ) {
        self.database = database
        self.ids = ids
        self.clock = clock
        self.humans = humans
        self.instanceDomain = instanceDomain
    }
}

extension DomainError {
    static func organizationNotFound(_ id: String) -> DomainError {
        DomainError(.notFound, id, "Organisation not found")
    }
}

extension Transaction {
    /// - Throws: not found with `id` when there is no such organization.
    borrowing func requireOrganization(
        _ organization: Organization.ID, orThrow id: String = "ORG-1MRds"
    ) throws(DomainError) {
        guard try organizationExists(organization) else { throw .organizationNotFound(id) }
    }
}
