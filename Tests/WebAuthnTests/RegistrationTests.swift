internal import Crypto
internal import Platform
internal import TestSupport
internal import Testing

@testable internal import WebAuthn

@Suite("WebAuthn Level 2 §7.1: registering a new credential")
struct RegistrationTests {
    @Test func `a credential is registered`() throws {
        var authenticator = try Ceremonies.authenticator()
        authenticator.signCount = 7
        authenticator.isBackupEligible = true
        authenticator.isBackedUp = true
        let registered = try Ceremonies.register(authenticator)
        #expect(registered.id == authenticator.credentialID)
        #expect(try registered.publicKey == authenticator.publicKey())
        #expect(registered.signCount == 7)
        #expect(registered.isBackupEligible)
        #expect(registered.isUserVerified)
        #expect(registered.attestationFormat == .none)
    }

    @Test func `a credential that attests itself is registered`() throws {
        var authenticator = try Ceremonies.authenticator()
        authenticator.attestation = .packedSelf
        #expect(try Ceremonies.register(authenticator).attestationFormat == .packed)
    }

    @Test(arguments: Bend.common)
    func `what does not fit the options is refused`(bend: Bend) throws {
        var authenticator = try Ceremonies.authenticator()
        bend.apply(&authenticator)
        #expect(throws: bend.error) { try Ceremonies.register(authenticator) }
    }

    @Test func `client data of an authentication is refused`() throws {
        var authenticator = try Ceremonies.authenticator()
        authenticator.type = "webauthn.get"
        #expect(throws: WebAuthnError.wrongType) { try Ceremonies.register(authenticator) }
    }

    @Test func `an algorithm that was not offered is refused`() throws {
        let authenticator = try Ceremonies.authenticator()
        #expect(throws: WebAuthnError.algorithmNotOffered) {
            try Ceremonies.register(authenticator, algorithms: [.rs256, .edDSA])
        }
    }

    @Test(arguments: [(0, WebAuthnError.malformedCredential), (1023, nil), (1024, .credentialIDTooLong)])
    func `a credential's identifier has 1 to 1023 bytes`(length: Int, error: WebAuthnError?) throws {
        var authenticator = try Ceremonies.authenticator()
        authenticator.credentialID = [UInt8](repeating: 1, count: length)
        if let error {
            #expect(throws: error) { try Ceremonies.register(authenticator) }
        } else {
            #expect(try Ceremonies.register(authenticator).id.count == length)
        }
    }

    /// Changes to the credential's JSON.
    @Test(arguments: [
        ("type", JSONValue?.none, WebAuthnError.malformedCredential), ("type", "password", .wrongCredentialType),
        ("id", nil, .malformedCredential), ("id", "", .malformedCredential), ("id", "a+b/", .malformedCredential),
        ("id", "AAAA", .identifierMismatch), ("rawId", "AAAA", .identifierMismatch),
        ("rawId", 1, .malformedCredential), ("response", nil, .malformedCredential),
        ("response", "x", .malformedCredential),
    ])
    func `a credential of another form is refused`(member: String, value: JSONValue?, error: WebAuthnError) throws {
        var json = try Ceremonies.object(Ceremonies.authenticator().create(Ceremonies.options))
        json[member] = value
        #expect(throws: error) { try RegistrationResponse(json) }
    }

    @Test func `an identifier that the authenticator does not name is refused`() throws {
        var json = try Ceremonies.object(Ceremonies.authenticator().create(Ceremonies.options))
        (json["id"], json["rawId"]) = ("AAAA", "AAAA")
        let response = try RegistrationResponse(json)
        let ceremony = RegistrationCeremony(
            Ceremonies.relyingParty, challenge: Ceremonies.challenge, requiresUserVerification: true)
        #expect(throws: WebAuthnError.identifierMismatch) { try ceremony.verify(response) }
    }

    @Test func `a ceremony without a challenge accepts nothing`() throws {
        var authenticator = try Ceremonies.authenticator()
        authenticator.challenge = ""
        let response = try RegistrationResponse(Ceremonies.object(authenticator.create(Ceremonies.options)))
        let ceremony = RegistrationCeremony(Ceremonies.relyingParty, challenge: [], requiresUserVerification: true)
        #expect(throws: WebAuthnError.wrongChallenge) { try ceremony.verify(response) }
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"type":"webauthn.create","challenge":"x"}"#, #"{"type":1,"challenge":"x","origin":"y"}"#,
        #"{"type":"webauthn.create","challenge":"x","origin":"y","origin":"z"}"#, "\u{FEFF}\u{FEFF}{}",
    ])
    func `client data of another form is refused`(text: String) {
        #expect(throws: WebAuthnError.malformedClientData) { try ClientData(decoding: Array(text.utf8)) }
    }

    @Test func `a byte order mark before the client data is no fault`() throws {
        let text = "\u{FEFF}{\"type\":\"a\",\"challenge\":\"b\",\"origin\":\"c\",\"later\":[]}"
        #expect(try ClientData(decoding: Array(text.utf8)).origin == "c")
    }
}
