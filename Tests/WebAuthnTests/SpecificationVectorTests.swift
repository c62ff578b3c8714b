internal import Platform
internal import TestSupport
internal import Testing

@testable internal import WebAuthn

/// One example of the specification.
struct SpecificationVector: Sendable, CustomTestStringConvertible {
    let name: String
    let json: JSONValue
    var testDescription: String { name }

    static let relyingParty = RelyingParty(id: "example.org")

    /// `nil` when the file cannot be read, which a test reports.
    static let all: [SpecificationVector] = {
        guard let file = try? Fixture.json("webauthn/w3c-level-3-16.json") else { return [] }
        return (file["vectors"]?.arrayValue ?? []).compactMap { vector in
            vector["name"]?.stringValue.map { SpecificationVector(name: $0, json: vector) }
        }
    }()

    func part(_ name: String) throws -> JSONValue { try #require(json[name]) }

    func registration() throws -> RegistrationResponse {
        let part = try part("registration")
        let id = JSONValue.string(Base64URL.encode(try part.hex("credentialId")))
        return try RegistrationResponse([
            "type": "public-key", "id": id, "rawId": id,
            "response": [
                "clientDataJSON": .string(Base64URL.encode(try part.hex("clientDataJSON"))),
                "attestationObject": .string(Base64URL.encode(try part.hex("attestationObject"))),
            ],
        ])
    }

    func assertion() throws -> AssertionResponse {
        let part = try part("authentication")
        return try AssertionResponse([
            "type": "public-key",
            "id": .string(Base64URL.encode(try self.part("registration").hex("credentialId"))),
            "response": [
                "clientDataJSON": .string(Base64URL.encode(try part.hex("clientDataJSON"))),
                "authenticatorData": .string(Base64URL.encode(try part.hex("authenticatorData"))),
                "signature": .string(Base64URL.encode(try part.hex("signature"))), "userHandle": .null,
            ],
        ])
    }

    /// The ceremonies of the examples that are embedded in another page are refused.
    var isCrossOrigin: Bool { name.hasSuffix("crossOrigin") || name.hasSuffix("topOrigin") }
}

@Suite("WebAuthn Level 3 §16: test vectors")
struct SpecificationVectorTests {
    @Test func `all examples with formats of Level 2 are there`() {
        #expect(SpecificationVector.all.count == 11)
    }

    @Test(arguments: SpecificationVector.all.filter { !$0.isCrossOrigin })
    func `registration and authentication are verified`(vector: SpecificationVector) throws {
        let part = try vector.part("registration")
        let registered = try RegistrationCeremony(
            SpecificationVector.relyingParty, challenge: part.hex("challenge"), requiresUserVerification: false
        ).verify(vector.registration())
        #expect(try registered.id == part.hex("credentialId"))
        #expect(try registered.aaguid == part.hex("aaguid"))
        #expect(registered.attestationFormat.rawValue == vector.json["format"]?.stringValue)
        #expect(registered.algorithm.rawValue == vector.json["algorithm"]?.integerValue)
        #expect(registered.signCount == 0)

        let credential = StoredCredential(
            id: registered.id, publicKey: registered.publicKey, signCount: registered.signCount,
            isBackupEligible: registered.isBackupEligible)
        let verified = try AssertionCeremony(
            SpecificationVector.relyingParty, challenge: vector.part("authentication").hex("challenge"),
            requiresUserVerification: false
        ).verify(vector.assertion(), by: credential)
        #expect(verified.signCount == 0)
    }

    @Test(arguments: SpecificationVector.all.filter(\.isCrossOrigin))
    func `pages inside other pages are refused`(vector: SpecificationVector) throws {
        let ceremony = RegistrationCeremony(
            SpecificationVector.relyingParty, challenge: try vector.part("registration").hex("challenge"),
            requiresUserVerification: false)
        let response = try vector.registration()
        #expect(throws: WebAuthnError.crossOrigin) { try ceremony.verify(response) }
    }

    @Test(arguments: SpecificationVector.all.filter { !$0.isCrossOrigin })
    func `one changed bit anywhere in what is signed is refused`(vector: SpecificationVector) throws {
        let part = try vector.part("registration")
        let registered = try RegistrationCeremony(
            SpecificationVector.relyingParty, challenge: part.hex("challenge"), requiresUserVerification: false
        ).verify(vector.registration())
        let credential = StoredCredential(
            id: registered.id, publicKey: registered.publicKey, signCount: 0,
            isBackupEligible: registered.isBackupEligible)
        let ceremony = AssertionCeremony(
            SpecificationVector.relyingParty, challenge: try vector.part("authentication").hex("challenge"),
            requiresUserVerification: false)
        let response = try vector.assertion()
        for name in ["clientDataJSON", "authenticatorData", "signature"] {
            let bytes = try vector.part("authentication").hex(name)
            for index in bytes.indices {
                var changed = bytes
                changed[index] ^= 0x01
                let altered = AssertionResponse(response, name, changed)
                #expect(throws: WebAuthnError.self, "\(name), byte \(index)") {
                    try ceremony.verify(altered, by: credential)
                }
            }
        }
    }
}

extension AssertionResponse {
    /// The same with one part replaced.
    fileprivate init(_ other: AssertionResponse, _ name: String, _ bytes: [UInt8]) {
        self.init(
            id: other.id, userHandle: other.userHandle,
            clientDataJSON: name == "clientDataJSON" ? bytes : other.clientDataJSON,
            authenticatorData: name == "authenticatorData" ? bytes : other.authenticatorData,
            signature: name == "signature" ? bytes : other.signature)
    }
}
