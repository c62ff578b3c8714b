package import Model
internal import Platform
internal import Storage

/// An organization that is to be made.
package struct NewOrganization: Sendable {
    /// Who gets roles over it; no roles stand for `ORG_OWNER`.
    package struct Administrator: Sendable {
        package enum Person: Sendable {
            case existing(User.ID)
            /// A human who is made with the organization, and belongs to it.
            case new(NewHuman)
        }

        package let person: Person
        package let roles: [Role]

        package init(_ person: Person, roles: [Role]) {
            self.person = person
            self.roles = roles
        }
    }

    package let id: Organization.ID?
    package let name: String
    package let administrators: [Administrator]

    package init(id: Organization.ID? = nil, name: String, administrators: [Administrator] = []) {
        self.id = id
        self.name = name
        self.administrators = administrators
    }
}

/// An organization that was made.
package struct AddedOrganization: Sendable {
    package struct Administrator: Sendable {
        package let userID: User.ID
        /// With the codes that the caller asked for; `nil` for a user who was there before.
        package let human: AddedHuman?
    }

    package let organization: Organization
    package let details: ObjectDetails
    package let administrators: [Administrator]
}

extension Organizations {
    /// Adds an active organization with its generated domain and its administrators.
    /// - Throws: 409 when the name, the identifier or the domain is taken; a precondition for an unknown administrator;
    ///   for a new human see ``Humans/add(_:to:by:)``.
    package func add(_ new: NewOrganization, by caller: Caller) async throws(DomainError) -> AddedOrganization {
        var drafts: [PreparedHuman?] = []
        for administrator in new.administrators { drafts.append(try humans.draft(administrator)) }
        try caller.require(.orgCreate)
        if !new.administrators.isEmpty { try caller.require(.orgMemberWrite) }
        if drafts.contains(where: { $0 != nil }) { try caller.require(.userWrite) }
        let now = clock.now()
        let organization = Organization(
            id: new.id ?? Organization.ID(ids.nextID()), name: new.name,
            primaryDomain: try OrganizationDomain.generated(forName: new.name, instanceDomain: instanceDomain),
            createdAt: now, changedAt: now)
        let prepared = try await humans.prepare(new.administrators, drafts, for: organization.id)
        return try await database.write { (tx) throws(DomainError) in
            try tx.insert(organization)
            var details = try tx.record("org.added", of: organization.id, by: caller.userID, at: now)
            var added: [AddedOrganization.Administrator] = []
            for (administrator, human) in zip(new.administrators, prepared) {
                var made: AddedHuman?
                if let human { made = try humans.insert(human, in: organization.id, by: caller, tx, at: now) }
                guard let userID = made?.id ?? administrator.existingID else { continue }
                let entry = Administrator(
                    userID: userID, resource: .organization(organization.id),
                    roles: administrator.roles.isEmpty ? [.orgOwner] : administrator.roles, createdAt: now,
                    changedAt: now)
                try tx.insert(entry)
                details = try tx.record(
                    "org.member.added", of: organization.id, by: caller.userID, at: now, payload: entry.payload)
                added.append(.init(userID: entry.userID, human: made))
            }
            return AddedOrganization(organization: organization, details: details, administrators: added)
        }
    }
}

extension NewOrganization.Administrator {
    fileprivate var existingID: User.ID? {
        if case .existing(let id) = person { id } else { nil }
    }
}

extension Humans {
    fileprivate func draft(
        _ administrator: NewOrganization.Administrator
    ) throws(DomainError) -> PreparedHuman? {
        guard case .new(let human) = administrator.person else { return nil }
        return try draft(human)
    }

    /// The new humans among administrators, found fit for an organization that does not exist yet.
    fileprivate func prepare(
        _ administrators: [NewOrganization.Administrator], _ drafts: [PreparedHuman?],
        for organization: Organization.ID
    ) async throws(DomainError) -> [PreparedHuman?] {
        var prepared: [PreparedHuman?] = []
        for (administrator, draft) in zip(administrators, drafts) {
            guard let draft, case .new(let human) = administrator.person else {
                prepared.append(nil)
                continue
            }
            try await database.read { (tx) throws(DomainError) in
                try requireRoom(for: draft, human, in: organization, tx)
            }
            prepared.append(try await hash(draft, human))
        }
        return prepared
    }
}

extension Administrator {
    /// Who got which roles, for the history.
    var payload: JSONObject {
        ["userId": .string(userID.rawValue), "roles": .array(roles.map { .string($0.rawValue) })]
    }
}
