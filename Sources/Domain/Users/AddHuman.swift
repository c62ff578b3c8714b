package import Model
internal import Platform
internal import Storage

/// How an older call names an organization.
package enum OrganizationName: Sendable, Hashable {
    case id(String)
    /// One of its verified domains.
    case domain(String)
}

extension Humans {
    /// Adds an active human user.
    /// - Throws: for values that are wrong, see ``draft(_:)``; `COMMAND-QXPGs` for an unknown organization; for what is
    ///   taken or too weak, see ``requireRoom(for:_:in:_:)``; `V3-DKcYh` when the name is taken.
    package func add(
        _ new: NewHuman, to organization: Organization.ID, by caller: Caller
    ) async throws(DomainError) -> AddedHuman {
        let draft = try draft(new)
        try caller.require(.userWrite, in: organization)
        try await database.read { (tx) throws(DomainError) in
            guard try tx.organizationExists(organization) else {
                throw DomainError(.failedPrecondition, "COMMAND-QXPGs", "Organisation not found")
            }
            try requireRoom(for: draft, new, in: organization, tx)
        }
        let prepared = try await hash(draft, new)
        return try await database.write { (tx) throws(DomainError) in
            try insert(prepared, in: organization, by: caller, tx, at: clock.now())
        }
    }

    /// The organization that an older call names.
    /// - Throws: `AUTH-Bs7Ds` when there is none.
    package func organization(_ name: OrganizationName) async throws(DomainError) -> Organization.ID {
        try await database.read { (tx) throws(DomainError) in
            switch name {
            case .id(let text):
                let id = Organization.ID(text)
                if try tx.organizationExists(id) { return id }
            case .domain(let domain):
                if let owner = try tx.owner(ofVerifiedDomain: domain.lowercased()) { return owner }
            }
            throw DomainError(.permissionDenied, "AUTH-Bs7Ds", "Organisation doesn't exist")
        }
    }
}
