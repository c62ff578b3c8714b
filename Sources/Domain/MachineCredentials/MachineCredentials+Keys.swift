package import Model
package import Platform
internal import Storage

/// A key that was just added to a machine user.
package struct AddedMachineKey: Sendable {
    package let id: AuthenticationKey.ID
    /// The key file, when the key was made here.
    package let file: Secret<[UInt8]>?
    package let details: ObjectDetails
}

extension MachineCredentials {
    /// Adds a key to a machine user: one made here, whose private half leaves in the key file and is not kept, or the
    /// given public key.
    /// - Parameters:
    ///   - expiry: `nil` for never.
    ///   - publicKeyPEM: empty for a new key.
    /// - Throws: `DOMAIN-dv3t5` for an expiry in the past, `COMMAND-5F3h1` for a key that is not accepted,
    ///   `COMMAND-bnipwm1` for a user that is unknown or human.
    package func addKey(
        to target: UserTarget, expiresAt expiry: Timestamp?, publicKeyPEM: [UInt8] = [], by caller: Caller
    ) async throws(DomainError) -> AddedMachineKey {
        let expiresAt = try CredentialExpiry.resolve(expiry, at: clock.now())
        let given = publicKeyPEM.isEmpty ? nil : try MachineKeyFile.publicKey(fromPEM: publicKeyPEM)
        // Making a key is expensive, so it is made for those only who may have it.
        try await database.read { (tx) throws(DomainError) in _ = try machine(target, by: caller, tx) }
        let id: AuthenticationKey.ID = ids.nextID()
        if let given {
            let details = try await store(given, id, expiresAt: expiresAt, of: target, by: caller)
            return AddedMachineKey(id: id, file: nil, details: details)
        }
        let made = try await MachineKeyFile.generate(with: generator)
        let details = try await store(made.publicKey, id, expiresAt: expiresAt, of: target, by: caller)
        return AddedMachineKey(
            id: id,
            file: MachineKeyFile.json(
                keyID: id, pkcs1PEM: made.pkcs1PEM, expiresAt: expiresAt, userID: target.id),
            details: details)
    }

    /// - Throws: `COMMAND-4m77G` when the user has no such key.
    package func removeKey(
        _ id: AuthenticationKey.ID, of target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        let notFound = DomainError(.notFound, "COMMAND-4m77G", "Machine key not found")
        return try await database.write { (tx) throws(DomainError) in
            let user = try tx.user(target, .userWrite, of: caller, orSelf: true, missing: notFound)
            guard try tx.delete(id, of: user.id) else { throw notFound }
            return try tx.record(
                "user.machine.key.removed", of: user.id, in: user.organizationID, by: caller.userID, at: clock.now(),
                payload: ["keyId": .string(id.rawValue)])
        }
    }

    private func machine(
        _ target: UserTarget, by caller: Caller, _ tx: borrowing Transaction
    ) throws(DomainError) -> User {
        let user = try tx.user(target, .userWrite, of: caller, orSelf: true, missing: .noMachine)
        guard user.machine != nil else { throw .noMachine }
        return user
    }

    private func store(
        _ publicKey: [UInt8], _ id: AuthenticationKey.ID, expiresAt: Timestamp, of target: UserTarget,
        by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try await database.write { (tx) throws(DomainError) in
            let user = try machine(target, by: caller, tx)
            let now = clock.now()
            let details = try tx.record(
                "user.machine.key.added", of: user.id, in: user.organizationID, by: caller.userID, at: now,
                payload: ["keyId": .string(id.rawValue), "expirationDate": .string(expiresAt.rfc3339)])
            let key = AuthenticationKey(
                id: id, publicKey: publicKey, expiresAt: expiresAt, createdAt: now, sequence: details.sequence)
            guard try tx.insert(key, of: user.id) else { throw .noMachine }
            return details
        }
    }
}

extension DomainError {
    fileprivate static let noMachine = DomainError(
        .failedPrecondition, "COMMAND-bnipwm1", "User could not be found")
}
