package import Model
internal import Platform
internal import Storage

/// A machine user that is to be made.
package struct NewMachineUser: Sendable {
    package let id: User.ID?
    package let organizationID: Organization.ID
    /// By default the identifier.
    package let username: String?
    package let machine: Machine
    package let metadata: [MetadataEntry]

    package init(
        id: User.ID? = nil, organizationID: Organization.ID, username: String? = nil, machine: Machine,
        metadata: [MetadataEntry] = []
    ) {
        self.id = id
        self.organizationID = organizationID
        self.username = username
        self.machine = machine
        self.metadata = metadata
    }
}

extension Users {
    /// Adds an active machine user.
    /// - Throws: `V3-DKcYh` when the name is taken, `COMMAND-k2una` when the identifier is, `COMMAND-QXPGs` for an
    ///   unknown organization, `USER-Drght` and `USER-Dbgth` for metadata without key or value.
    package func addMachine(
        _ new: NewMachineUser, by caller: Caller
    ) async throws(DomainError) -> (id: User.ID, details: ObjectDetails) {
        let metadata = try new.metadata.map { (entry) throws(DomainError) in try entry.trimmed() }
        let id = new.id ?? ids.nextID()
        let username = new.username ?? id.rawValue
        guard !new.machine.name.isBlank else {
            throw DomainError(.invalidArgument, "COMMAND-bs9Ds", "Userdata is invalid")
        }
        guard !username.isBlank else {
            throw DomainError(.invalidArgument, "COMMAND-bm9Ds", "Userdata is invalid")
        }
        try caller.require(.userWrite, in: new.organizationID)
        let details = try await database.write { (tx) throws(DomainError) in
            let now = clock.now()
            let user = User(
                id: id, organizationID: new.organizationID, username: username, kind: .machine(new.machine),
                tokensValidFrom: now, createdAt: now, changedAt: now)
            try tx.insert(user)
            let details = try tx.record(
                "user.machine.added", of: id, in: new.organizationID, by: caller.userID, at: now,
                payload: [
                    "userName": .string(username), "name": .string(new.machine.name),
                    "description": .string(new.machine.description),
                    "accessTokenType": .string(new.machine.accessTokenType.rawValue),
                ])
            return try tx.setMetadata(metadata, of: user, by: caller, at: now) ?? details
        }
        return (id, details)
    }
}

extension String {
    var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
