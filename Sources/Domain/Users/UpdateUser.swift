package import Model
package import Platform
internal import Storage

/// What is to become of a machine user; what is `nil` stays.
package struct UserChange: Sendable {
    package struct MachinePart: Sendable {
        package let name: String?
        package let description: String?
        package let accessTokenType: Machine.AccessTokenType?

        package init(
            name: String? = nil, description: String? = nil, accessTokenType: Machine.AccessTokenType? = nil
        ) {
            self.name = name
            self.description = description
            self.accessTokenType = accessTokenType
        }
    }

    package let username: String?
    package let machine: MachinePart
    package let metadata: [MetadataEntry]

    package init(username: String? = nil, machine: MachinePart, metadata: [MetadataEntry] = []) {
        self.username = username
        self.machine = machine
        self.metadata = metadata
    }
}

extension Users {
    /// Changes the given parts of a machine user.
    /// - Returns: when the user changed last, which is earlier when nothing is new.
    /// - Throws: `COMMAND-ugjs0upun6` for a user that is unknown or human; for names see ``rename(_:to:by:)``.
    package func update(
        _ target: UserTarget, _ change: UserChange, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        let notFound = DomainError(.notFound, "COMMAND-ugjs0upun6", "User could not be found")
        return try await database.write { (tx) throws(DomainError) in
            let user = try tx.user(target, .userWrite, of: caller, orSelf: true, missing: notFound)
            guard user.machine != nil else { throw notFound }
            let now = clock.now()
            var details = user.lastChange
            if let username = change.username {
                details = try tx.rename(user, to: username, by: caller, at: now) ?? details
            }
            details = try tx.change(user, change.machine, by: caller, at: now) ?? details
            details = try tx.setMetadata(change.metadata, of: user, by: caller, at: now) ?? details
            return details.changedAt
        }
    }

    /// Replaces name, description and kind of access token of a machine user.
    /// - Throws: `COMMAND-5M0od` for a user that is unknown or human, `COMMAND-2n8vs` when nothing is new.
    package func replaceMachine(
        _ target: UserTarget, _ machine: Machine, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        let notFound = DomainError(.notFound, "COMMAND-5M0od", "User could not be found")
        return try await database.write { (tx) throws(DomainError) in
            let user = try tx.user(target, .userWrite, of: caller, missing: notFound)
            guard user.machine != nil else { throw notFound }
            let part = UserChange.MachinePart(
                name: machine.name, description: machine.description, accessTokenType: machine.accessTokenType)
            guard let details = try tx.change(user, part, by: caller, at: clock.now()) else {
                throw DomainError(.failedPrecondition, "COMMAND-2n8vs", "Errors.User.NotChanged")
            }
            return details
        }
    }

    /// Gives a user another name.
    /// - Throws: `COMMAND-5N9ds` for an unknown user, `COMMAND-6m9gs` for the name it has, `V3-DKcYh` for a name that is
    ///   taken, `COMMAND-SFd21` for one in a domain of another organization, `V2-zzad3` for a blank one.
    package func rename(
        _ target: UserTarget, to username: String, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        let notFound = DomainError(.notFound, "COMMAND-5N9ds", "User could not be found")
        return try await database.write { (tx) throws(DomainError) in
            let user = try tx.user(target, .userWrite, of: caller, missing: notFound)
            guard let details = try tx.rename(user, to: username, by: caller, at: clock.now()) else {
                throw DomainError(.failedPrecondition, "COMMAND-6m9gs", "Username not changed")
            }
            return details
        }
    }
}

extension Transaction {
    /// - Returns: `nil` when the user has that name already.
    borrowing func rename(
        _ user: User, to username: String, by caller: Caller, at now: Timestamp
    ) throws(DomainError) -> ObjectDetails? {
        guard username != user.username else { return nil }
        guard !username.isBlank else {
            throw DomainError(.invalidArgument, "V2-zzad3", "Errors.Invalid.Argument")
        }
        try rename(user.id, to: username)
        return try record(
            "user.username.changed", of: user.id, in: user.organizationID, by: caller.userID, at: now,
            payload: ["userName": .string(username), "oldUserName": .string(user.username)])
    }

    /// - Returns: `nil` when nothing is new.
    fileprivate borrowing func change(
        _ user: User, _ part: UserChange.MachinePart, by caller: Caller, at now: Timestamp
    ) throws(DomainError) -> ObjectDetails? {
        guard let before = user.machine else { return nil }
        var machine = before
        machine.name = part.name ?? machine.name
        machine.description = part.description ?? machine.description
        machine.accessTokenType = part.accessTokenType ?? machine.accessTokenType
        guard machine != before else { return nil }
        guard !machine.name.isBlank else {
            throw DomainError(.invalidArgument, "COMMAND-bs9Ds", "Userdata is invalid")
        }
        try update(machine, of: user.id)
        return try record(
            "user.machine.changed", of: user.id, in: user.organizationID, by: caller.userID, at: now,
            payload: [
                "name": .string(machine.name), "description": .string(machine.description),
                "accessTokenType": .string(machine.accessTokenType.rawValue),
            ])
    }
}
