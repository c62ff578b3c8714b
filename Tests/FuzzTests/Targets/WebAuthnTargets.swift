internal import COpenSSL
internal import Crypto
internal import Platform

@testable internal import WebAuthn

/// Keys of credentials. What is accepted is a key that the algorithm can use.
enum COSEKeyTarget {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        let key: COSEKey
        do throws(WebAuthnError) { key = try COSEKey(decoding: bytes) } catch { return try WebAuthnTargets.holdQueue() }
        try hold(key.algorithm.scheme.fits(key.publicKey.kind), "a key does not fit its algorithm")
        if case .rsa(let bits) = key.publicKey.kind {
            try hold((2048...8192).contains(bits), "a key of \(bits) bits is accepted")
        }
        try hold(!key.verify(bytes, of: bytes), "a key is the signature of itself")
        try WebAuthnTargets.holdQueue()
    }
}

/// Authenticator data. Its parts add up to what was read.
enum AuthenticatorDataTarget {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        let data: AuthenticatorData
        do throws(WebAuthnError) { data = try AuthenticatorData(decoding: bytes) } catch {
            return try WebAuthnTargets.holdQueue()
        }
        var length = 37
        if let credential = data.attestedCredential {
            try hold((1...1023).contains(credential.id.count), "an identifier of \(credential.id.count) bytes")
            try hold(credential.aaguid.count == 16, "a model of another length")
            length += 18 + credential.id.count + credential.keyBytes.count
            let again: COSEKey
            do throws(WebAuthnError) { again = try COSEKey(decoding: credential.keyBytes) } catch {
                throw Violation(rule: "the key that was read is not read again")
            }
            try hold(again == credential.key, "the key is another one")
        }
        try hold(bytes[32] & 0x80 != 0 ? length < bytes.count : length == bytes.count, "the parts do not add up")
        try WebAuthnTargets.holdQueue()
    }
}

/// Attestation objects with every step of a registration behind them.
enum AttestationObjectTarget {
    private static let clientData = Array(
        #"{"type":"webauthn.create","challenge":"AAAA","origin":"https://example.org"}"#.utf8)
    private static let ceremony = RegistrationCeremony(
        RelyingParty(id: "example.org"), challenge: [0, 0, 0], requiresUserVerification: false)

    static func check(_ bytes: [UInt8]) throws(Violation) {
        let object: AttestationObject
        do throws(WebAuthnError) { object = try AttestationObject(decoding: bytes) } catch {
            return try WebAuthnTargets.holdQueue()
        }
        let id = object.authenticatorData.attestedCredential?.id ?? []
        let response = RegistrationResponse(id: id, clientDataJSON: clientData, attestationObject: bytes)
        let registered: RegisteredCredential
        do throws(WebAuthnError) { registered = try ceremony.verify(response) } catch {
            return try WebAuthnTargets.holdQueue()
        }
        try hold(object.authenticatorData.isUserPresent, "a registration without a user")
        try hold(object.authenticatorData.relyingPartyHash == SHA256.digest("example.org".utf8), "another RP id")
        // Nobody signed this client data with a certificate's key.
        try hold(registered.attestationFormat == .none, "a statement is accepted that nobody made")
        try WebAuthnTargets.holdQueue()
    }
}

/// Certificates of authenticators.
enum CertificateTarget {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        let certificate: Certificate
        do throws(CryptoError) { certificate = try Certificate(der: bytes) } catch {
            return try WebAuthnTargets.holdQueue()
        }
        if let value = certificate.authenticatorModel?.value {
            try hold(value.count < bytes.count, "an extension is larger than its certificate")
        }
        try WebAuthnTargets.holdQueue()
    }
}

/// What the browser collected, and the origin in it.
enum ClientDataTarget {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        let clientData: ClientData
        do throws(WebAuthnError) { clientData = try ClientData(decoding: bytes) } catch { return }
        let origin: WebOrigin
        do throws(WebAuthnError) { origin = try WebOrigin(clientData.origin) } catch { return }
        let port = origin.port == origin.scheme.port ? "" : ":\(origin.port)"
        let written = "\(origin.scheme.rawValue)://\(origin.host)\(port)"
        try hold(written.isSame(as: clientData.origin), "an origin has two spellings")
        if RelyingParty(id: "example.org").allows(origin) {
            let isOurs = written.isSame(as: "https://example.org") || written.hasSuffix(".example.org")
            try hold(isOurs && written.hasPrefix("https://"), "a strange origin is accepted")
        }
    }
}

enum WebAuthnTargets {
    static func holdQueue() throws(Violation) {
        try hold(ERR_peek_error() == 0, "an error is left behind for the next user of the library")
    }
}
