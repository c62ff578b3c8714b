package import Model
package import Platform
internal import Storage

extension SecondFactors {
    /// Adds recovery codes to those that the user has not spent. They are shown once.
    /// - Throws: `COMMAND-uXHNj` for an unknown user or a machine, `COMMAND-8f2k9` for more than ten unspent ones.
    package func generateRecoveryCodes(
        _ count: Int, for id: User.ID, by caller: Caller
    ) async throws(DomainError) -> (codes: Secret<[String]>, details: ObjectDetails) {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let missing = DomainError(.failedPrecondition, "COMMAND-uXHNj", "User could not be found")
            let user = try tx.factorOwner(id, .userCredentialWrite, caller, missing: missing)
            guard user.human != nil else { throw missing }
            let codes = try recoveryCodes.issue(count, to: id, in: tx, at: now)
            let details = try tx.record(
                "user.human.recovery_codes.added", of: id, in: user.organizationID, by: caller.userID, at: now,
                payload: ["count": .integer(Int64(count))])
            return (Secret(codes), details)
        }
    }

    /// Voids all recovery codes. Without any, nothing changes.
    /// - Throws: `COMMAND-d9u8q` for a locked user.
    package func removeRecoveryCodes(of id: User.ID, by caller: Caller) async throws(DomainError) -> ObjectDetails {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let user = try tx.factorOwner(id, .userCredentialWrite, caller)
            guard user.state != .locked else {
                throw DomainError(.failedPrecondition, "COMMAND-d9u8q", "User is locked")
            }
            guard try tx.deleteRecoveryCodes(of: id) else { return user.lastChange }
            try tx.clearChecks(of: id, .recoveryCode)
            return try tx.record(
                "user.human.recovery_codes.removed", of: id, in: user.organizationID, by: caller.userID, at: now)
        }
    }
}
