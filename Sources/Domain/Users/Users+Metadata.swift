package import Model
internal import Platform
internal import Storage

/// A key with the value that it is to get; an empty value removes the key.
package struct MetadataEntry: Sendable, Hashable {
    package let key: String
    package let value: [UInt8]

    package init(key: String, value: [UInt8]) {
        self.key = key
        self.value = value
    }

    /// The entry of a new user, whose key loses surrounding white space.
    func trimmed() throws(DomainError) -> MetadataEntry {
        let start = key.drop(while: \.isWhitespace)
        let end = start.lastIndex { !$0.isWhitespace }
        guard let end else {
            throw DomainError(.invalidArgument, "USER-Drght", "Errors.User.Metadata.KeyEmpty")
        }
        guard !value.isEmpty else {
            throw DomainError(.invalidArgument, "USER-Dbgth", "Errors.User.Metadata.ValueEmpty")
        }
        return MetadataEntry(key: String(start[...end]), value: value)
    }
}

extension Users {
    /// Sets metadata. An empty value removes its key; what is not new changes nothing.
    /// - Throws: `META-9mm2d` for an empty list, `COMMAND-uXHNj` for an unknown user.
    package func setMetadata(
        _ entries: [MetadataEntry], of target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        guard !entries.isEmpty else { throw .emptyMetadata }
        return try await database.write { (tx) throws(DomainError) in
            let user = try tx.user(target, .userWrite, of: caller, missing: .userOfMetadataMissing)
            return try tx.setMetadata(entries, of: user, by: caller, at: clock.now()) ?? user.lastChange
        }
    }

    /// Removes metadata: all of the keys, or none when one is unknown.
    /// - Parameter unknownKey: thrown for an unknown key.
    /// - Throws: `META-9mm2d` for an empty list, `COMMAND-uXHNj` for an unknown user.
    package func deleteMetadata(
        _ keys: [String], of target: UserTarget, by caller: Caller, unknownKey: DomainError = .unknownMetadataKeys
    ) async throws(DomainError) -> ObjectDetails {
        guard !keys.isEmpty else { throw .emptyMetadata }
        return try await database.write { (tx) throws(DomainError) in
            let user = try tx.user(target, .userWrite, of: caller, missing: .userOfMetadataMissing)
            let now = clock.now()
            var details = user.lastChange
            for key in Set(keys).sorted() {
                guard let removed = try tx.removeMetadata(key, of: user, by: caller, at: now) else { throw unknownKey }
                details = removed
            }
            return details
        }
    }

    /// Metadata of a user whom the caller may see; nothing of others, known or not.
    /// - Parameter keys: all of them must match.
    package func metadata(
        of target: UserTarget, keys: [TextMatch], _ page: Page, by caller: Caller
    ) async throws(DomainError) -> PageResult<Metadata> {
        try await database.read { (tx) throws(DomainError) in
            try tx.metadata(of: target.id, in: target.organizationID, keys: keys, page, visibleTo: caller)
        }
    }

    /// - Throws: `QUERY-Rgh32` when the user, or the key, is unknown.
    package func metadata(
        _ key: String, of target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> (entry: Metadata, organizationID: Organization.ID) {
        let notFound = DomainError(.notFound, "QUERY-Rgh32", "Metadata not found")
        return try await database.read { (tx) throws(DomainError) in
            let user = try tx.user(target, .userRead, of: caller, missing: notFound)
            guard let entry = try tx.metadata(key, of: user.id) else { throw notFound }
            return (entry, user.organizationID)
        }
    }
}

extension Transaction {
    /// - Returns: `nil` when nothing was new.
    borrowing func setMetadata(
        _ entries: [MetadataEntry], of user: User, by caller: Caller, at now: Timestamp
    ) throws(DomainError) -> ObjectDetails? {
        var details: ObjectDetails?
        for entry in entries {
            if entry.value.isEmpty {
                details = try removeMetadata(entry.key, of: user, by: caller, at: now) ?? details
            } else if try metadata(entry.key, of: user.id)?.value != entry.value {
                let change = try record(
                    "user.metadata.set", of: user.id, in: user.organizationID, by: caller.userID, at: now,
                    payload: ["key": .string(entry.key)])
                try setMetadata(
                    entry.key, entry.value, of: user.id, sequence: change.sequence, at: now,
                    missing: .userOfMetadataMissing)
                details = change
            }
        }
        return details
    }

    /// - Returns: `nil` when there was no such key.
    fileprivate borrowing func removeMetadata(
        _ key: String, of user: User, by caller: Caller, at now: Timestamp
    ) throws(DomainError) -> ObjectDetails? {
        guard try deleteMetadata(key, of: user.id) else { return nil }
        return try record(
            "user.metadata.removed", of: user.id, in: user.organizationID, by: caller.userID, at: now,
            payload: ["key": .string(key)])
    }
}

extension DomainError {
    package static let unknownMetadataKeys = DomainError(
        .notFound, "META-2nnds", "One or more keys do not exist")
    fileprivate static let emptyMetadata = DomainError(
        .failedPrecondition, "META-9mm2d", "Metadata list is empty")
    fileprivate static let userOfMetadataMissing = DomainError(
        .failedPrecondition, "COMMAND-uXHNj", "User could not be found")
}
