package import Crypto
package import Platform

/// A security key with the browser around it, both as honest or as bent as a test wants. ES256, one credential.
package struct TestAuthenticator: Sendable {
    package enum Attestation: Sendable {
        case none, packedSelf
    }

    /// Of the page.
    package var origin = "http://localhost:8080"
    /// Instead of the one in the options.
    package var relyingPartyID: String?
    package var challenge: String?
    /// Instead of `webauthn.create` and `webauthn.get`.
    package var type: String?
    package var clientDataExtra: JSONObject = [:]
    package var isUserPresent = true
    package var isUserVerified = true
    package var isBackupEligible = false
    package var isBackedUp = false
    /// What the next answer says.
    package var signCount: UInt32 = 0
    package var attestation = Attestation.none
    package var userHandle: String?
    package var credentialID: [UInt8]
    /// After the authenticator data.
    package var trailer: [UInt8] = []
    private let key: PrivateKey

    package init() throws(CryptoError) {
        key = try PrivateKey.generate(.ec(.p256))
        credentialID = SecureRandom.bytes(32)
    }

    /// Makes the credential.
    /// - Parameter options: `publicKeyCredentialCreationOptions` or its member `publicKey`.
    /// - Returns: the member `publicKeyCredential` of the request that verifies it.
    package func create(_ options: JSONValue) throws -> JSONValue {
        let options = options["publicKey"] ?? options
        let clientData = try clientData(options, type: "webauthn.create")
        let data = try authenticatorData(try rpID(options["rp"]?["id"]), hasCredential: true)
        let statement: TestCBOR =
            switch attestation {
            case .none: .map([])
            case .packedSelf:
                .map([
                    .init(.text("alg"), .integer(-7)),
                    .init(.text("sig"), .bytes(try sign(data + SHA256.digest(clientData)))),
                ])
            }
        let object = TestCBOR.map([
            .init(.text("fmt"), .text(attestation == .none ? "none" : "packed")), .init(.text("attStmt"), statement),
            .init(.text("authData"), .bytes(data)),
        ])
        return credential([
            "clientDataJSON": .string(Base64URL.encode(clientData)),
            "attestationObject": .string(Base64URL.encode(object.encoded)),
        ])
    }

    /// Uses the credential.
    /// - Parameter options: `publicKeyCredentialRequestOptions` or its member `publicKey`.
    /// - Returns: `credentialAssertionData` of the check.
    package func get(_ options: JSONValue) throws -> JSONValue {
        let options = options["publicKey"] ?? options
        let clientData = try clientData(options, type: "webauthn.get")
        let data = try authenticatorData(try rpID(options["rpId"]), hasCredential: false)
        var response: JSONObject = [
            "clientDataJSON": .string(Base64URL.encode(clientData)),
            "authenticatorData": .string(Base64URL.encode(data)),
            "signature": .string(Base64URL.encode(try sign(data + SHA256.digest(clientData)))),
        ]
        if let userHandle { response["userHandle"] = .string(Base64URL.encode(userHandle.utf8)) }
        return credential(response)
    }

    private func credential(_ response: JSONObject) -> JSONValue {
        let id = JSONValue.string(Base64URL.encode(credentialID))
        return ["type": "public-key", "id": id, "rawId": id, "response": .object(response)]
    }

    private func rpID(_ requested: JSONValue?) throws -> String {
        guard let id = relyingPartyID ?? requested?.stringValue else { throw Fixture.Fault(path: "RP id") }
        return id
    }

    private func clientData(_ options: JSONValue, type: String) throws -> [UInt8] {
        var members: JSONObject = [
            "type": .string(self.type ?? type),
            "challenge": .string(try challenge ?? options.text("challenge")), "origin": .string(origin),
        ]
        for member in clientDataExtra.members { members[member.name] = member.value }
        return JSONValue.object(members).utf8
    }

    private func authenticatorData(_ rpID: String, hasCredential: Bool) throws -> [UInt8] {
        var flags: UInt8 = hasCredential ? 0x40 : 0
        for (isSet, bit) in [
            (isUserPresent, 0x01), (isUserVerified, 0x04), (isBackupEligible, 0x08), (isBackedUp, 0x10),
        ] as [(Bool, UInt8)] where isSet { flags |= bit }
        var data = SHA256.digest(rpID.utf8) + [flags]
        for shift in [24, 16, 8, 0] as [UInt32] { data.append(UInt8(truncatingIfNeeded: signCount >> shift)) }
        if hasCredential {
            data += [UInt8](repeating: 0, count: 16)
            data += [UInt8(credentialID.count >> 8), UInt8(credentialID.count & 0xFF)]
            data += credentialID
            data += try publicKey()
        }
        return data + trailer
    }

    /// COSE_Key.
    package func publicKey() throws -> [UInt8] {
        guard case .ec(_, let x, let y) = key.publicKey.components else { throw CryptoError.unsupportedKey }
        return TestCBOR.map([
            .init(.integer(1), .integer(2)), .init(.integer(3), .integer(-7)), .init(.integer(-1), .integer(1)),
            .init(.integer(-2), .bytes(x)), .init(.integer(-3), .bytes(y)),
        ]).encoded
    }

    private func sign(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        let joined = try key.sign(message, .ecdsa(.p256))
        let numbers = Self.derInteger(joined[..<32]) + Self.derInteger(joined[32...])
        return [0x30, UInt8(numbers.count)] + numbers
    }

    private static func derInteger(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var number = Array(bytes.drop { $0 == 0 })
        if (number.first ?? 0x80) & 0x80 != 0 { number.insert(0, at: 0) }
        return [0x02, UInt8(number.count)] + number
    }
}
