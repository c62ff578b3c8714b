internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Passkeys and security keys: challenges and assertions")
struct PasskeysAssertionTests {
    @Test func `a passkey proves its user`() async throws {
        let fixture = try await PasskeysFixture()
        var authenticator = try TestAuthenticator()
        try await fixture.register(authenticator)
        authenticator.userHandle = "minnie"
        let (options, stored) = try await fixture.challenge()
        let request = try #require(options["publicKey"]?.objectValue)
        #expect(request["timeout"] == 300000)
        #expect(request["rpId"] == "localhost")
        #expect(request["userVerification"] == "required")
        #expect(
            request["allowCredentials"] == [
                ["type": "public-key", "id": .string(Base64URL.encode(authenticator.credentialID))]
            ])
        let proof = try await fixture.prove(authenticator.get(.object(options)), against: stored)
        #expect(proof.isUserVerified)
    }

    @Test(arguments: [UserVerification.preferred, .discouraged], [true, false])
    func `a security key proves that it is there, and never who uses it`(
        verification: UserVerification, isVerified: Bool
    ) async throws {
        let fixture = try await PasskeysFixture()
        var authenticator = try TestAuthenticator()
        authenticator.isUserVerified = false
        try await fixture.register(authenticator, .u2f)
        let (options, stored) = try await fixture.challenge(verification)
        authenticator.isUserVerified = isVerified
        let proof = try await fixture.prove(authenticator.get(.object(options)), against: stored)
        #expect(!proof.isUserVerified)
    }

    @Test func `without a fitting credential there is no challenge`() async throws {
        let fixture = try await PasskeysFixture()
        try await fixture.register(TestAuthenticator())
        _ = try await fixture.begin(.u2f)
        for (verification, user, domain) in [
            (UserVerification.discouraged, "minnie", ""), (.required, "mickey", ""),
            (.required, "minnie", "example.com"), (.required, "nobody-at-all", ""),
        ] {
            await #expect(throws: DomainError.noCredential) {
                try await fixture.challenge(verification, of: user, domain: domain)
            }
        }
        await #expect(throws: DomainError.self) { try await fixture.challenge(domain: "https://localhost") }
    }

    @Test func `a challenge waits for five minutes`() async throws {
        let fixture = try await PasskeysFixture()
        let authenticator = try TestAuthenticator()
        try await fixture.register(authenticator)
        let (options, stored) = try await fixture.challenge()
        let assertion = try authenticator.get(.object(options))
        fixture.api.clock.advance(by: .minutes(5))
        await expectRefusal("COMMAND-Ioqu5") { () throws(DomainError) in
            try await fixture.prove(assertion, against: stored)
        }
        await expectRefusal("COMMAND-Ioqu5") { () throws(DomainError) in
            try await fixture.prove(assertion, against: [:])
        }
    }

    /// A way to bend an authenticator, the refusal that comes of it, and what the log says.
    struct Bend: Sendable, CustomTestStringConvertible {
        let id: String
        let reason: String
        let apply: @Sendable (inout TestAuthenticator) -> Void
        var testDescription: String { "\(id), \(reason)" }

        init(_ id: String, _ reason: String, _ apply: @escaping @Sendable (inout TestAuthenticator) -> Void) {
            (self.id, self.reason, self.apply) = (id, reason, apply)
        }

        static let all = [
            Bend("WEBAU-3M9si", "wrongOrigin") { $0.origin = "https://localhost.example.com" },
            Bend("WEBAU-3M9si", "wrongOrigin") { $0.origin = "http://localhost:9090" },
            Bend("WEBAU-3M9si", "wrongChallenge") { $0.challenge = "AAAA" },
            Bend("WEBAU-3M9si", "wrongType") { $0.type = "webauthn.create" },
            Bend("WEBAU-3M9si", "wrongRelyingParty") { $0.relyingPartyID = "example.com" },
            Bend("WEBAU-3M9si", "userNotVerified") { $0.isUserVerified = false },
            Bend("WEBAU-3M9si", "userNotPresent") { $0.isUserPresent = false },
            Bend("WEBAU-3M9si", "backupEligibilityChanged") { $0.isBackupEligible = true },
            Bend("WEBAU-3M9si", "another user handle") { $0.userHandle = "mickey" },
            Bend("WEBAU-ADgv4", "malformedAuthenticatorData") { $0.trailer = [0] },
            Bend("COMMAND-Aej7i", "") { $0.credentialID = [1, 2, 3] },
        ]
    }

    @Test(arguments: Bend.all)
    func `an assertion that does not hold is refused`(
        bend: Bend
    ) async throws {
        let fixture = try await PasskeysFixture()
        var authenticator = try TestAuthenticator()
        try await fixture.register(authenticator)
        let (options, stored) = try await fixture.challenge()
        bend.apply(&authenticator)
        let assertion = try authenticator.get(.object(options))
        await expectRefusal(bend.id) { () throws(DomainError) in try await fixture.prove(assertion, against: stored) }
        #expect(bend.reason.isEmpty || fixture.log.text.contains(bend.reason))
    }

    @Test func `an assertion that cannot be read is refused`() async throws {
        let fixture = try await PasskeysFixture()
        try await fixture.register(TestAuthenticator())
        let stored = try await fixture.challenge().stored
        for assertion in [[:], ["type": "public-key"], ["type": "public-key", "id": "AAAA"]] as [JSONValue] {
            await expectRefusal("WEBAU-ADgv4") { () throws(DomainError) in
                try await fixture.prove(assertion, against: stored)
            }
        }
    }

    @Test func `another person's credential is refused`() async throws {
        let fixture = try await PasskeysFixture()
        try await fixture.register(TestAuthenticator())
        let other = try TestAuthenticator()
        try await fixture.register(other, of: "mickey")
        let (options, stored) = try await fixture.challenge()
        let assertion = try other.get(.object(options))
        await expectRefusal("COMMAND-Aej7i") { () throws(DomainError) in
            try await fixture.prove(assertion, against: stored)
        }
    }

    @Test func `a credential that came after the challenge, or is gone, is refused`() async throws {
        let fixture = try await PasskeysFixture()
        let early = try TestAuthenticator()
        let id = try await fixture.register(early)
        let (options, stored) = try await fixture.challenge()
        let late = try TestAuthenticator()
        try await fixture.register(late)
        let lateAssertion = try late.get(.object(options))
        await expectRefusal("COMMAND-Aej7i") { () throws(DomainError) in
            try await fixture.prove(lateAssertion, against: stored)
        }
        _ = try await fixture.answer("RemovePasskey", ["userId": "minnie", "passkeyId": .string(id)])
        let earlyAssertion = try early.get(.object(options))
        await expectRefusal("COMMAND-Aej7i") { () throws(DomainError) in
            try await fixture.prove(earlyAssertion, against: stored)
        }
    }

    @Test func `a counter that does not grow is a copy`() async throws {
        let fixture = try await PasskeysFixture()
        var authenticator = try TestAuthenticator()
        authenticator.signCount = 4
        try await fixture.register(authenticator)
        for (count, id) in [(5, nil), (9, nil), (9, "WEBAU-4M90s"), (3, "WEBAU-4M90s"), (0, "WEBAU-4M90s"), (10, nil)]
            as [(UInt32, String?)]
        {
            let (options, stored) = try await fixture.challenge()
            authenticator.signCount = count
            let assertion = try authenticator.get(.object(options))
            if let id {
                await expectRefusal(id) { () throws(DomainError) in
                    try await fixture.prove(assertion, against: stored)
                }
            } else {
                try await fixture.prove(assertion, against: stored)
            }
        }
        #expect(fixture.log.text.contains("authenticator perhaps copied"))
    }

    @Test func `of many assertions with one count, one counts`() async throws {
        let fixture = try await PasskeysFixture()
        var authenticator = try TestAuthenticator()
        try await fixture.register(authenticator)
        authenticator.signCount = 1
        let (options, stored) = try await fixture.challenge()
        let assertion = try authenticator.get(.object(options))
        let proofs = await withTaskGroup(of: WebAuthnProof?.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    // Which refusal it is depends on who was faster.
                    try? await fixture.prove(assertion, against: stored)
                }
            }
            return await group.reduce(into: [WebAuthnProof]()) { list, proof in if let proof { list.append(proof) } }
        }
        #expect(proofs.count == 1)
    }

    private func expectRefusal(
        _ id: String, at place: SourceLocation = #_sourceLocation,
        _ body: () async throws(DomainError) -> WebAuthnProof
    ) async {
        do throws(DomainError) {
            _ = try await body()
            Issue.record("nothing was refused", sourceLocation: place)
        } catch {
            #expect(error.id == id, sourceLocation: place)
        }
    }
}

extension DomainError {
    fileprivate static let noCredential = DomainError(
        .failedPrecondition, "WEBAU-4G8sw", "Errors.User.WebAuthN.BeginLoginFailed")
}
