internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

/// A code that is over proves nothing. That there was one, and what it took along, is what the next one is made from.
@Suite("UserService: codes for addresses and invitations after the clean-up")
struct KeptCodeTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
        try await fixture.addHuman(
            "daisy",
            [
                "email": ["email": "daisy@duck.example", "sendCode": [:]],
                "phone": ["phone": "+41791234567", "sendCode": [:]],
            ], password: nil)
        let message: JSONValue = [
            "userId": "daisy",
            "sendCode": ["urlTemplate": "https://shop.example/{{.Code}}", "applicationName": "Shop"],
        ]
        expect(try await fixture.call("CreateInviteCode", message, as: "acme-owner"), .ok)
    }

    private func code(_ purpose: CodePurpose) async throws -> OneTimeCode? {
        try await fixture.api.database.read { (tx) throws(DomainError) in
            try tx.code(purpose, id: nil, of: "daisy")
        }
    }

    private func cleanUp(after time: Duration) async throws {
        fixture.api.clock.advance(by: time)
        _ = try await fixture.api.database.removeExpired(at: fixture.api.clock.now)
    }

    @Test(arguments: [Duration.hours(26), .hours(100)])
    func `another one is sent`(time: Duration) async throws {
        try await cleanUp(after: time)
        for (method, purpose) in [
            ("ResendEmailCode", CodePurpose.email), ("ResendPhoneCode", .phone), ("ResendInviteCode", .invite),
        ] {
            let before = try #require(try await code(purpose))
            expect(try await fixture.call(method, ["userId": "daisy"], as: "acme-owner"), .ok)
            let after = try #require(try await code(purpose))
            #expect(after.id != before.id && after.expiresAt > fixture.api.clock.now && after.details == before.details)
        }
    }

    @Test(arguments: ["CreateInviteCode", "ResendInviteCode"])
    func `an invitation keeps its link and its application`(method: String) async throws {
        try await cleanUp(after: .hours(100))
        expect(try await fixture.call(method, ["userId": "daisy"], as: "acme-owner"), .ok)
        let details = try await code(.invite)?.details
        #expect(details?["urlTemplate"] == "https://shop.example/{{.Code}}")
        #expect(details?["applicationName"] == "Shop")
    }

    @Test func `of codes for passwords and passkeys nothing is kept`() async throws {
        expect(try await fixture.call("PasswordReset", ["userId": "daisy"], as: "acme-owner"), .ok)
        let now = fixture.api.clock.now
        try await fixture.api.database.write { (tx) throws(DomainError) in
            try tx.insert(
                OneTimeCode(
                    id: "1", userID: "daisy", purpose: .passkey, address: "", digest: [0], details: [:],
                    expiresAt: now + .hours(1), createdAt: now), missing: .internalFault)
        }
        try await cleanUp(after: .hours(24))
        for purpose in CodePurpose.allCases { #expect(try await code(purpose) != nil, "\(purpose)") }
        try await cleanUp(after: .hours(1))
        for purpose in CodePurpose.allCases {
            let isKept = ![.password, .passkey].contains(purpose)
            #expect(try await (code(purpose) != nil) == isKept, "\(purpose)")
        }
    }
}
