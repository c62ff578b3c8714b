package import Model
package import Platform
internal import Storage
internal import WebAuthn

extension Passkeys {
    /// Ends a registration with what the authenticator answered. From then on the credential can be used.
    /// - Parameter credential: the browser's `PublicKeyCredential`.
    /// - Throws: `WEBAU-5M9so` when no registration of this identifier waits, or not any more; `WEBAU-sEr8c` for what
    ///   cannot be read; `WEBAU-3Vb9s` for what does not hold, and for a credential that somebody has already.
    package func verifyRegistration(
        _ id: WebAuthnCredential.ID, _ kind: WebAuthnCredential.Kind, of target: UserTarget, credential: JSONObject,
        name: String, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        let pending = try await database.read { (tx) throws(DomainError) in
            let user = try tx.user(target, .userCredentialWrite, of: caller, orSelf: true, missing: .nothingPending)
            guard let pending = try tx.pendingCredential(id, kind, of: user.id, at: clock.now()) else {
                throw .nothingPending
            }
            return pending
        }
        // Outside of a transaction: nobody waits for the arithmetic of a signature.
        let key = try verify(credential, for: pending)
        return try await database.write { (tx) throws(DomainError) in
            let user = try tx.user(target, .userCredentialWrite, of: caller, orSelf: true, missing: .nothingPending)
            let now = clock.now()
            guard try tx.complete(pending, with: key, name: name, at: now, conflict: .invalidRegistration) else {
                throw .nothingPending
            }
            // An invitation is for the first credential.
            if kind == .passkey { try tx.deleteCode(.invite, of: user.id) }
            return try tx.record(
                "\(kind.event).verified", of: user.id, in: user.organizationID, by: caller.userID, at: now,
                payload: [
                    "webAuthNTokenId": .string(id.rawValue), "webAuthNTokenName": .string(name),
                    "attestationType": .string(key.attestationFormat),
                ])
        }
    }

    private func verify(
        _ credential: JSONObject, for pending: PendingCredential
    ) throws(DomainError) -> CredentialKey {
        let ceremony = RegistrationCeremony(
            relyingParties.party(pending.relyingPartyID), challenge: pending.challenge,
            requiresUserVerification: pending.kind.userVerification == .required)
        let registered: RegisteredCredential
        do throws(WebAuthnError) {
            registered = try ceremony.verify(RegistrationResponse(credential))
        } catch {
            log.info("credential refused", ["reason": .string(error.reason), "id": .string(pending.id.rawValue)])
            throw error.isMalformed ? .unreadableRegistration : .invalidRegistration
        }
        return CredentialKey(
            credentialID: registered.id, publicKey: registered.publicKey, signCount: Int64(registered.signCount),
            isBackupEligible: registered.isBackupEligible, aaguid: registered.aaguid,
            attestationFormat: registered.attestationFormat.rawValue)
    }
}

// The original answers these with an internal error; what a stranger sent is not our fault.
extension DomainError {
    fileprivate static let nothingPending = DomainError(
        .notFound, "WEBAU-5M9so", "WebAuthN Token could not be found")
    fileprivate static let unreadableRegistration = DomainError(
        .invalidArgument, "WEBAU-sEr8c", "Error on parse credential data")
    fileprivate static let invalidRegistration = DomainError(
        .invalidArgument, "WEBAU-3Vb9s", "Error on create credentials")
}
