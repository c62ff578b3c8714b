internal import Crypto
internal import Platform

/// What registration and authentication have in common (WebAuthn Level 2 §7.1 steps 5 to 15, §7.2 steps 8 to 17).
struct Ceremony {
    let relyingParty: RelyingParty
    let challenge: [UInt8]
    let requiresUserVerification: Bool

    /// - Parameter type: `webauthn.create` or `webauthn.get`.
    func verify(clientData bytes: [UInt8], type: String) throws(WebAuthnError) {
        let clientData = try ClientData(decoding: bytes)
        guard clientData.type == type else { throw .wrongType }
        // An empty challenge would be one that everybody knows.
        guard !challenge.isEmpty,
            ConstantTime.equal(Array(clientData.challenge.utf8), Array(Base64URL.encode(challenge).utf8))
        else { throw .wrongChallenge }
        guard relyingParty.allows(try WebOrigin(clientData.origin)) else { throw .wrongOrigin }
        // No page of ours is meant to be shown inside somebody else's.
        guard !clientData.isCrossOrigin else { throw .crossOrigin }
        guard !clientData.usesTokenBinding else { throw .tokenBinding }
    }

    func verify(_ data: AuthenticatorData) throws(WebAuthnError) {
        guard ConstantTime.equal(data.relyingPartyHash, relyingParty.hash) else { throw .wrongRelyingParty }
        guard data.isUserPresent else { throw .userNotPresent }
        guard data.isUserVerified || !requiresUserVerification else { throw .userNotVerified }
        guard data.isBackupEligible || !data.isBackedUp else { throw .backupStateWithoutEligibility }
    }
}
