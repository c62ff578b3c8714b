internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Sessions: failed attempts")
struct SessionAttemptsTests {
    let fixture: SessionsFixture

    init() async throws {
        fixture = try await SessionsFixture()
    }

    private func fail(_ name: String = "minnie", times: Int) async throws {
        for _ in 0..<times {
            expect(try await fixture.login(name, password: "wrong"), .badRequest, containing: "COMMAND-3M0fs")
        }
    }

    @Test func `a wrong password tells how many failed`() async throws {
        try await fail(times: 2)
        let response = try await fixture.login("minnie", password: "wrong")
        let detail = try response.json["details"]?.arrayValue?.first
        #expect(detail?["type"] == "zitadel.v1.CredentialsCheckError")
        #expect(detail?["debug"]?["failedAttempts"] == 3)
        // Field 3 of the message in protobuf's binary form, as a varint.
        #expect(Base64.decodeLenient(detail?["value"]?.stringValue ?? "")?.suffix(2) == [0x18, 3])
        let rest = try await fixture.rest(
            .post, "/v2/sessions",
            ["checks": ["user": ["loginName": "minnie"], "password": ["password": "wrong"]]])
        #expect(
            try rest.json["details"]?.arrayValue?.first?["@type"]
                == "type.googleapis.com/zitadel.v1.CredentialsCheckError")
    }

    /// How long a login has to wait.
    private func wait(_ name: String, _ password: String) async throws -> Duration {
        let start = fixture.server.clock.now
        _ = try await fixture.login(name, password: password)
        return fixture.server.clock.now.since(start)
    }

    @Test func `from the fifth failure on each further attempt waits, ten seconds at the most`() async throws {
        var waits: [Int64] = []
        for _ in 0..<62 { waits.append(try await wait("minnie", "wrong").components.seconds) }
        let expected = (0..<62).map { Int64(min($0 / 5, 10)) }
        #expect(waits == expected)
    }

    @Test func `whoever knows the password waits as well, and then starts anew`() async throws {
        try await fail(times: 10)
        #expect(try await wait("minnie", SessionsFixture.password) == .seconds(2))
        #expect(try await wait("minnie", "wrong") == .zero)
        #expect(try await wait("minnie", SessionsFixture.password) == .zero)
    }

    @Test func `an unknown name is slowed down like a known one`() async throws {
        try await fail("nobody", times: 5)
        #expect(try await wait("nobody", "wrong") == .seconds(1))
        #expect(try await wait("somebody", "wrong") == .zero)
    }

    @Test(arguments: ["minnie", "MINNIE", "Minnie"])
    func `one counter counts, whatever the spelling`(_ name: String) async throws {
        try await fail(name, times: 4)
        let byID: JSONValue = [
            "checks": ["user": ["userId": "minnie"], "password": ["password": "wrong"]]
        ]
        expect(try await fixture.rest(.post, "/v2/sessions", byID), .badRequest)
        let made = try await fixture.session()
        #expect(try await wait("minnie", "wrong") == .seconds(1))
        let change: JSONValue = ["sessionId": .string(made.id), "checks": ["password": ["password": "wrong"]]]
        let failure = try await fixture.call("SetSession", change)
        expect(failure, .badRequest, containing: #""failedAttempts":7"#)
    }

    @Test func `without a policy nobody is ever locked`() async throws {
        try await fail(times: 100)
        #expect(try await fixture.state(of: "minnie") == .active)
        expect(try await fixture.login("minnie", password: SessionsFixture.password), .ok)
    }

    @Test func `the policy locks, the answer stays the same, the right password helps no more`() async throws {
        var policy = LockoutSettings()
        policy.greatestPasswordFailures = 3
        try await fixture.choose(policy)
        let other = try await fixture.session()
        try await fail(times: 3)
        #expect(try await fixture.state(of: "minnie") == .locked)
        for password in ["wrong", SessionsFixture.password] {
            expect(try await fixture.login("minnie", password: password), .badRequest, containing: "COMMAND-JLK35")
        }
        let alone: JSONValue = ["checks": ["user": ["loginName": "minnie"]]]
        expect(try await fixture.call("CreateSession", alone), .badRequest, containing: "SESSION-Gj4ko")
        // The sessions of before are over.
        expect(
            try await fixture.call("SetSession", ["sessionId": .string(other.id)]), .badRequest,
            containing: "COMMAND-Hewfq")
        // A name that nobody has reads the same.
        try await fail("nobody", times: 3)
        expect(try await fixture.login("nobody", password: "wrong"), .badRequest, containing: "COMMAND-JLK35")
    }

    @Test func `a name that nobody has is locked as long as one of somebody, by the policy of its domain`() async throws
    {
        var policy = LockoutSettings()
        policy.greatestPasswordFailures = 2
        let organization = try await fixture.server.addOrganization("strict")
        let domain = try await fixture.server.database.write { [policy] (tx) throws(DomainError) in
            try tx.insert(
                policy, of: Organization.ID(organization), sequence: 1, at: fixture.server.clock.now,
                conflict: .internalFault)
            return try tx.first(
                "SELECT domain FROM organization_domains WHERE organization_id = $1 AND is_verified", organization
            ) { (row) throws(DomainError) in try row.text("domain") }
        }
        let name = "nobody@\(try #require(domain))"
        try await fail(name, times: 2)
        expect(try await fixture.login(name, password: "wrong"), .badRequest, containing: "COMMAND-JLK35")
        fixture.server.clock.advance(by: policy.lockDuration)
        let answer = try await fixture.login(name, password: "wrong")
        expect(answer, .badRequest, containing: #""failedAttempts":1"#)
    }

    @Test func `who may not change a session learns nothing of a password, and costs no comparison`() async throws {
        let stranger = try await fixture.machine("stranger")
        let made = try await fixture.session()
        for id in [made.id, "1"] {
            let message: JSONValue = [
                "sessionId": .string(id),
                "checks": [
                    "user": ["loginName": "minnie"], "password": ["password": .string(SessionsFixture.password)],
                ],
            ]
            let refused = try await fixture.call("SetSession", message, token: stranger)
            #expect(refused.status == .notFound, "\(refused.text)")
        }
        let foreign: JSONValue = [
            "sessionId": .string(made.id),
            "checks": ["user": ["loginName": "mickey"], "password": ["password": "wrong"]],
        ]
        expect(try await fixture.call("SetSession", foreign), .badRequest, containing: "user change not possible")
        #expect(fixture.server.hasher.count == 0)
    }

    @Test func `a lock after failures ends by itself`() async throws {
        var policy = LockoutSettings()
        policy.greatestPasswordFailures = 3
        try await fixture.choose(policy)
        try await fail(times: 3)
        fixture.server.clock.advance(by: policy.lockDuration - .milliseconds(1))
        expect(
            try await fixture.login("minnie", password: SessionsFixture.password), .badRequest,
            containing: "COMMAND-JLK35")
        fixture.server.clock.advance(by: .milliseconds(1))
        expect(try await fixture.login("minnie", password: SessionsFixture.password), .ok)
        #expect(try await fixture.state(of: "minnie") == .active)
    }

    @Test func `a lock by an administrator stays, and unlocking forgets the failures`() async throws {
        try await fail(times: 5)
        let user: JSONValue = ["userId": "minnie"]
        try await fixture.server.call("zitadel.user.v2.UserService/LockUser", user)
        fixture.server.clock.advance(by: .days(30))
        expect(
            try await fixture.login("minnie", password: SessionsFixture.password), .badRequest,
            containing: "COMMAND-JLK35")
        try await fixture.server.call("zitadel.user.v2.UserService/UnlockUser", user)
        #expect(try await wait("minnie", "wrong") == .zero)
        expect(try await fixture.login("minnie", password: SessionsFixture.password), .ok)
    }

    @Test func `parallel guesses are counted one by one`() async throws {
        var policy = LockoutSettings()
        policy.greatestPasswordFailures = 3
        try await fixture.choose(policy)
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for guess in 0..<12 {
                group.addTask { [fixture] in try await fixture.login("minnie", password: "wrong\(guess)").text }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(answers.count { $0.contains("COMMAND-3M0fs") } == 3, "\(answers)")
        #expect(answers.count { $0.contains("COMMAND-JLK35") } == 9, "\(answers)")
    }
}
