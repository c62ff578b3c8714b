package import Model
package import Platform
internal import Storage

extension Organizations {
    /// Writes all entries; one with a key that is there replaces the value.
    /// - Throws: `META-9mm2d` for an empty list.
    package func setMetadata(
        _ entries: [(key: String, value: [UInt8])], of id: Organization.ID, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        try caller.require(.orgWrite, in: id)
        guard !entries.isEmpty else { throw .metadataListEmpty }
        let now = clock.now()
        try await database.write { (tx) throws(DomainError) in
            try tx.requireOrganization(id)
            for entry in entries {
                try tx.setMetadata(entry.key, entry.value, of: id, at: now)
                try tx.record(
                    "org.metadata.set", of: id, by: caller.userID, at: now, payload: ["key": .string(entry.key)])
            }
        }
        return now
    }

    /// Removes all the keys, or none when one of them does not exist.
    /// - Throws: `META-9mm2d` for an empty list, `META-2nnds` for an unknown key.
    package func deleteMetadata(
        _ keys: [String], of id: Organization.ID, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        try caller.require(.orgWrite, in: id)
        guard !keys.isEmpty else { throw .metadataListEmpty }
        let now = clock.now()
        try await database.write { (tx) throws(DomainError) in
            try tx.requireOrganization(id)
            for key in Set(keys).sorted() {
                guard try tx.deleteMetadata(key, of: id) else {
                    throw DomainError(.notFound, "META-2nnds", "One or more keys do not exist")
                }
                try tx.record(
                    "org.metadata.removed", of: id, by: caller.userID, at: now, payload: ["key": .string(key)])
            }
        }
        return now
    }

    /// - Parameter keys: what the key must match, all of them.
    package func metadata(
        of id: Organization.ID, keys: [TextMatch], _ page: Page, by caller: Caller
    ) async throws(DomainError) -> PageResult<Metadata> {
        try caller.require(.orgRead, in: id)
        return try await database.read { (tx) throws(DomainError) in
            try tx.requireOrganization(id)
            return try tx.metadata(of: id, keys: keys, page)
        }
    }
}

extension DomainError {
    fileprivate static let metadataListEmpty = DomainError(
        .failedPrecondition, "META-9mm2d", "Metadata list is empty")
}
