/// The statement formats that are verified (WebAuthn Level 2 §8.2, §8.6, §8.7).
package enum AttestationFormat: String, Sendable, Hashable, CaseIterable {
    case none
    case packed
    case fidoU2F = "fido-u2f"
}

/// What an authenticator hands out with a new credential (WebAuthn Level 2 §6.5.4).
package struct AttestationObject: Sendable, Hashable {
    package let format: AttestationFormat
    package let authenticatorData: AuthenticatorData
    let authenticatorBytes: [UInt8]
    let statement: CBORMap

    /// - Throws: `.cbor`, `.malformedAttestation`, `.unsupportedAttestationFormat`, or what is wrong with the
    ///   authenticator data.
    package init(decoding bytes: [UInt8]) throws(WebAuthnError) {
        guard let map = try CBORValue.decoded(bytes).mapValue,
            map.hasExactly(.text("fmt"), .text("attStmt"), .text("authData")),
            let format = map["fmt"]?.textValue, let statement = map["attStmt"]?.mapValue,
            let data = map["authData"]?.bytesValue
        else { throw .malformedAttestation }
        // Before the format, because this is what both sides agree on; the order shows in no outcome but the reason.
        authenticatorData = try AuthenticatorData(decoding: data)
        authenticatorBytes = data
        guard let format = AttestationFormat(rawValue: format) else { throw .unsupportedAttestationFormat }
        self.format = format
        self.statement = statement
    }

    /// Verifies the statement by the rules of its format.
    func verify(_ credential: AttestedCredential, clientDataHash: [UInt8]) throws(WebAuthnError) {
        switch format {
        case .none:
            guard statement.entries.isEmpty else { throw .malformedAttestation }
        case .packed:
            try PackedAttestation(statement).verify(credential, message: authenticatorBytes + clientDataHash)
        case .fidoU2F:
            try U2FAttestation(statement).verify(
                credential, relyingPartyHash: authenticatorData.relyingPartyHash, clientDataHash: clientDataHash)
        }
    }
}
