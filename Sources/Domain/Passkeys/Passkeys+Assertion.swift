package import Model
package import Platform
package import Storage
internal import WebAuthn

/// What an assertion has shown. Made by ``Passkeys/verify(assertion:against:of:in:at:)`` alone.
package struct WebAuthnProof: Sendable, Hashable {
    package let credentialID: WebAuthnCredential.ID
    /// Whether the authenticator made sure who uses it.
    package let isUserVerified: Bool
    let signCount: Int64
}

extension Passkeys {
    /// Verifies an assertion over a challenge. Reads only; ``Transaction/noteUse(of:at:)`` carries the proof out.
    /// - Parameters:
    ///   - assertion: the browser's `PublicKeyCredential`.
    ///   - stored: what ``challenge(domain:userVerification:for:in:at:)`` gave.
    /// - Throws: `COMMAND-Ioqu5` for a challenge that is over, `WEBAU-ADgv4` for what cannot be read, `COMMAND-Aej7i` for
    ///   a credential that the challenge was not for, `WEBAU-4M90s` for one that seems to have been copied,
    ///   `WEBAU-3M9si` for everything else that does not hold.
    package func verify(
        assertion: JSONObject, against stored: JSONObject, of user: User.ID, in tx: borrowing Transaction,
        at now: Timestamp
    ) throws(DomainError) -> WebAuthnProof {
        guard let challenge = CredentialChallenge(stored), challenge.expiresAt > now else {
            throw DomainError(.failedPrecondition, "COMMAND-Ioqu5", "Errors.Session.WebAuthN.NoChallenge")
        }
        let response: AssertionResponse
        do throws(WebAuthnError) { response = try AssertionResponse(assertion) } catch { throw refusal(error, user) }
        let credentials = try tx.readyCredentials(challenge.kind, of: user, at: challenge.relyingPartyID)
        guard let credential = credentials.first(where: { $0.key.credentialID == response.id }),
            challenge.credentials.contains(credential.id)
        else { throw DomainError(.failedPrecondition, "COMMAND-Aej7i", "Errors.User.WebAuthN.NotFound") }
        if let handle = response.userHandle, !handle.elementsEqual(user.rawValue.utf8) {
            log.info("assertion refused", ["reason": "another user handle", "userId": .string(user.rawValue)])
            throw .invalidAssertion
        }
        let ceremony = AssertionCeremony(
            relyingParties.party(challenge.relyingPartyID), challenge: challenge.challenge,
            requiresUserVerification: challenge.userVerification == .required)
        let verified: VerifiedAssertion
        do throws(WebAuthnError) { verified = try ceremony.verify(response, by: credential.known) } catch {
            throw refusal(error, user)
        }
        return WebAuthnProof(
            credentialID: credential.id,
            // Whoever finds a security key that knows no user can teach it one: only a passkey vouches for its user.
            isUserVerified: verified.isUserVerified && challenge.kind == .passkey, signCount: Int64(verified.signCount))
    }

    private func refusal(_ error: WebAuthnError, _ user: User.ID) -> DomainError {
        guard error != .counterNotGreater else {
            log.warning("authenticator perhaps copied", ["userId": .string(user.rawValue)])
            return DomainError(.invalidArgument, "WEBAU-4M90s", "Errors.User.WebAuthN.CloneWarning")
        }
        log.info("assertion refused", ["reason": .string(error.reason), "userId": .string(user.rawValue)])
        guard !error.isMalformed else {
            return DomainError(.invalidArgument, "WEBAU-ADgv4", "Errors.User.WebAuthN.ValidateLoginFailed")
        }
        return .invalidAssertion
    }
}

extension Transaction {
    /// Remembers the use of a credential.
    /// - Returns: `false` when another assertion of it was faster, so that this one proves nothing.
    package borrowing func noteUse(of proof: WebAuthnProof, at now: Timestamp) throws(DomainError) -> Bool {
        try noteUse(of: proof.credentialID, signCount: proof.signCount, at: now)
    }
}

extension ReadyCredential {
    fileprivate var known: StoredCredential {
        StoredCredential(
            id: key.credentialID, publicKey: key.publicKey, signCount: UInt32(clamping: key.signCount),
            isBackupEligible: key.isBackupEligible)
    }
}

// The original answers these with an internal error; what a stranger sent is not our fault.
extension DomainError {
    fileprivate static let invalidAssertion = DomainError(
        .invalidArgument, "WEBAU-3M9si", "Errors.User.WebAuthN.ValidateLoginFailed")
}
