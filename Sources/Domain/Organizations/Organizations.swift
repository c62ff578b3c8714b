package import Model
package import Platform
package import Storage

/// Organizations: the commands and queries about tenants.
package struct Organizations: Sendable {
    let database: Database
    let ids: IDGenerator
    let clock: WallClock
    /// The host of the public URL, which generated domains end in.
    let instanceDomain: String

    package init(
        database: Database, ids: IDGenerator, clock: WallClock, instanceDomain: String
    ) {
        self.database = database
        self.ids = ids
        self.clock = clock
        self.instanceDomain = instanceDomain
    }
}

/// An organization that is to be made.
package struct NewOrganization: Sendable {
    package let id: Organization.ID?
    package let name: String
    /// Existing users who get roles over it; no roles stand for `ORG_OWNER`.
    package let administrators: [(user: User.ID, roles: [Role])]

    package init(
        id: Organization.ID? = nil, name: String, administrators: [(user: User.ID, roles: [Role])] = []
    ) {
        self.id = id
        self.name = name
        self.administrators = administrators
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
