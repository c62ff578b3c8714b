internal import Domain
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Rotation of the web keys")
struct WebKeysRotationTests {
    let fixture: WebKeysFixture
    let rotation = WebKeyRotation(longestTokenLifetime: .hours(12))

    init() async throws {
        fixture = try await WebKeysFixture()
    }

    private var now: Timestamp { fixture.api.clock.now }

    @Test func `a new instance gets two RSA keys, one that signs and one for later`() async throws {
        try await fixture.webKeys.ensure()
        #expect(try await fixture.states() == ["STATE_ACTIVE", "STATE_INITIAL"])
        let kinds = try await fixture.list().map { $0["rsa"] }
        #expect(kinds == Array(repeating: ["bits": "RSA_BITS_2048", "hasher": "RSA_HASHER_SHA256"], count: 2))
        try await fixture.webKeys.ensure()
        #expect(try await fixture.list().count == 2)
    }

    @Test func `nodes that start together make one pair of keys`() async throws {
        let keys = fixture.webKeys
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { try await keys.ensure() } }
            try await group.waitForAll()
        }
        #expect(try await fixture.states() == ["STATE_ACTIVE", "STATE_INITIAL"])
    }

    @Test func `an active key is replaced when it has signed for ninety days`() async throws {
        let first = try await fixture.create()
        let second = try await fixture.create()
        fixture.api.clock.advance(by: .days(90) - .milliseconds(1))
        #expect(try await fixture.webKeys.rotateIfDue(rotation, at: now) == false)
        fixture.api.clock.advance(by: .milliseconds(1))
        #expect(try await fixture.webKeys.rotateIfDue(rotation, at: now))
        #expect(try await fixture.states() == ["STATE_INACTIVE", "STATE_ACTIVE", "STATE_INITIAL"])
        #expect(try await fixture.list()[0]["id"] == .string(first))
        #expect(try await fixture.signingKeys.active().kid == second)
        // The successor of the successor is of the same kind.
        #expect(try await fixture.list()[2]["ed25519"] == [:])
        #expect(try await fixture.webKeys.rotateIfDue(rotation, at: now) == false)
    }

    @Test func `a key that was published just now does not sign yet`() async throws {
        _ = try await fixture.create()
        fixture.api.clock.advance(by: .days(90))
        // None waits: one is published first.
        #expect(try await fixture.webKeys.rotateIfDue(rotation, at: now))
        #expect(try await fixture.states() == ["STATE_ACTIVE", "STATE_INITIAL"])
        fixture.api.clock.advance(by: rotation.publicationLead - .milliseconds(1))
        #expect(try await fixture.webKeys.rotateIfDue(rotation, at: now) == false)
        fixture.api.clock.advance(by: .milliseconds(1))
        #expect(try await fixture.webKeys.rotateIfDue(rotation, at: now))
        #expect(try await fixture.states() == ["STATE_INACTIVE", "STATE_ACTIVE", "STATE_INITIAL"])
    }

    @Test(
        arguments: [
            (Duration.hours(1), Duration.hours(24)), (.hours(12), .hours(24)),
            (.hours(48), .hours(48) + .minutes(1)),
        ])
    func `a key verifies as long as a token of its may live, and for a day at least`(
        lifetime: Duration, retention: Duration
    ) async throws {
        let rotation = WebKeyRotation(longestTokenLifetime: lifetime)
        let first = try await fixture.create()
        let second = try await fixture.create()
        _ = try await fixture.create()
        _ = try await fixture.call("ActivateWebKey", ["id": .string(second)])
        fixture.api.clock.advance(by: retention - .milliseconds(1))
        #expect(try await fixture.webKeys.rotateIfDue(rotation, at: now) == false)
        #expect(try await fixture.signingKeys.verificationKey(first) != nil)
        fixture.api.clock.advance(by: .milliseconds(1))
        #expect(try await fixture.webKeys.rotateIfDue(rotation, at: now))
        #expect(try await fixture.signingKeys.verificationKey(first) == nil)
        #expect(try await fixture.states() == ["STATE_ACTIVE", "STATE_INITIAL"])
    }

    @Test func `of many nodes one rotates`() async throws {
        _ = try await fixture.create()
        _ = try await fixture.create()
        fixture.api.clock.advance(by: .days(91))
        let (keys, rotation, now) = (fixture.webKeys, rotation, now)
        let rotated = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 { group.addTask { try await keys.rotateIfDue(rotation, at: now) } }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(rotated == 1)
        #expect(try await fixture.states() == ["STATE_INACTIVE", "STATE_ACTIVE", "STATE_INITIAL"])
    }

    @Test func `a node whose plan is out of date changes nothing`() async throws {
        let first = WebKey.ID(try await fixture.create())
        let second = WebKey.ID(try await fixture.create())
        let third = WebKey.ID(try await fixture.create())
        let now = now
        try await fixture.api.database.write { (tx) throws(DomainError) in
            _ = try tx.replaceActiveWebKey(first, by: second, at: now)
        }
        let isReplaced = try await fixture.api.database.write { (tx) throws(DomainError) in
            try tx.replaceActiveWebKey(first, by: third, at: now)
        }
        #expect(!isReplaced)
        #expect(try await fixture.states() == ["STATE_INACTIVE", "STATE_ACTIVE", "STATE_INITIAL"])
    }

    @Test func `there is no moment without an active key`() async throws {
        let first = WebKey.ID(try await fixture.create())
        let now = now
        await #expect(throws: DomainError.internalFault) {
            try await fixture.api.database.write { (tx) throws(DomainError) in
                _ = try tx.replaceActiveWebKey(first, by: "1", at: now)
            }
        }
        #expect(try await fixture.states() == ["STATE_ACTIVE"])
    }
}
