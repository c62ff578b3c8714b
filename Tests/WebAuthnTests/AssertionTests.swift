internal import Crypto
internal import Platform
internal import TestSupport
internal import Testing

@testable internal import WebAuthn

@Suite("WebAuthn Level 2 §7.2: verifying an authentication assertion")
struct AssertionTests {
    @Test func `an assertion is verified`() throws {
        var authenticator = try Ceremonies.authenticator()
        authenticator.signCount = 2
        let verified = try Ceremonies.authenticate(authenticator, knownCount: 1)
        #expect(verified == VerifiedAssertion(isUserVerified: true, signCount: 2))
    }

    @Test(arguments: Bend.common)
    func `what does not fit the options is refused`(bend: Bend) throws {
        var authenticator = try Ceremonies.authenticator()
        bend.apply(&authenticator)
        #expect(throws: bend.error) { try Ceremonies.authenticate(authenticator) }
    }

    @Test func `client data of a registration is refused`() throws {
        var authenticator = try Ceremonies.authenticator()
        authenticator.type = "webauthn.create"
        #expect(throws: WebAuthnError.wrongType) { try Ceremonies.authenticate(authenticator) }
    }

    @Test(arguments: [
        (UInt32(0), UInt32(0), true), (0, 1, true), (5, 6, true), (5, 5, false), (5, 4, false), (5, 0, false),
        (.max, .max, false), (.max, 0, false),
    ])
    func `a counter must grow, unless both are zero`(known: UInt32, said: UInt32, isGood: Bool) throws {
        var authenticator = try Ceremonies.authenticator()
        authenticator.signCount = said
        if isGood {
            #expect(try Ceremonies.authenticate(authenticator, knownCount: known).signCount == said)
        } else {
            #expect(throws: WebAuthnError.counterNotGreater) {
                try Ceremonies.authenticate(authenticator, knownCount: known)
            }
        }
    }

    @Test(arguments: [true, false])
    func `whether a credential may be copied never changes`(wasEligible: Bool) throws {
        var authenticator = try Ceremonies.authenticator()
        authenticator.isBackupEligible = !wasEligible
        #expect(throws: WebAuthnError.backupEligibilityChanged) {
            try Ceremonies.authenticate(authenticator, isBackupEligible: wasEligible)
        }
        authenticator.isBackupEligible = wasEligible
        #expect(throws: Never.self) { try Ceremonies.authenticate(authenticator, isBackupEligible: wasEligible) }
    }

    @Test func `another key's signature is refused`() throws {
        var other = try Ceremonies.authenticator()
        let authenticator = try Ceremonies.authenticator()
        other.credentialID = authenticator.credentialID
        let credential = StoredCredential(
            id: authenticator.credentialID, publicKey: try authenticator.publicKey(), signCount: 0,
            isBackupEligible: false)
        let response = try AssertionResponse(Ceremonies.object(other.get(Ceremonies.options)))
        let ceremony = AssertionCeremony(
            Ceremonies.relyingParty, challenge: Ceremonies.challenge, requiresUserVerification: true)
        #expect(throws: WebAuthnError.invalidSignature) { try ceremony.verify(response, by: credential) }
    }

    @Test func `another credential is refused`() throws {
        let authenticator = try Ceremonies.authenticator()
        let credential = StoredCredential(
            id: [1], publicKey: try authenticator.publicKey(), signCount: 0, isBackupEligible: false)
        let response = try AssertionResponse(Ceremonies.object(authenticator.get(Ceremonies.options)))
        let ceremony = AssertionCeremony(
            Ceremonies.relyingParty, challenge: Ceremonies.challenge, requiresUserVerification: true)
        #expect(throws: WebAuthnError.identifierMismatch) { try ceremony.verify(response, by: credential) }
    }

    @Test func `the user's handle is read where there is one`() throws {
        var authenticator = try Ceremonies.authenticator()
        #expect(try AssertionResponse(Ceremonies.object(authenticator.get(Ceremonies.options))).userHandle == nil)
        authenticator.userHandle = "user-1"
        let response = try AssertionResponse(Ceremonies.object(authenticator.get(Ceremonies.options)))
        #expect(response.userHandle == Array("user-1".utf8))
    }

    @Test(arguments: ["clientDataJSON", "authenticatorData", "signature"], [JSONValue?.none, "=", 1])
    func `an assertion without a part is refused`(member: String, value: JSONValue?) throws {
        var json = try Ceremonies.object(Ceremonies.authenticator().get(Ceremonies.options))
        var response = try #require(json["response"]?.objectValue)
        response[member] = value
        json["response"] = .object(response)
        #expect(throws: WebAuthnError.malformedCredential) { try AssertionResponse(json) }
    }

    /// A signature has one encoding: longer ones with the same numbers are refused, and numbers out of range.
    @Test(arguments: [
        "3006020100020100", "30060201000201", "3006020101020101", "308006020101020101", "30070202000102010100",
        "300602017f020101ff", "", "30",
    ])
    func `an ECDSA signature in another form is refused`(hex: String) throws {
        let authenticator = try Ceremonies.authenticator()
        let key = try COSEKey(decoding: authenticator.publicKey())
        #expect(try !key.verify(#require(Fixture.hex(hex)), of: [1, 2, 3]))
    }
}
