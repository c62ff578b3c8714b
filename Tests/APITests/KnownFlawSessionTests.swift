internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Flaws that real identity servers had: sessions and passwords")
struct KnownFlawSessionTests {
    let fixture: SessionsFixture

    init() async throws {
        fixture = try await SessionsFixture()
    }

    private static let password: JSONValue = ["password": .string(SessionsFixture.password)]

    private func change(_ session: String, _ checks: JSONValue) async throws -> TestResponse {
        try await fixture.call("SetSession", ["sessionId": .string(session), "checks": checks])
    }

    @Test func `CVE-2024-28197: each proof makes another token, and an identifier of the caller's choice is none`()
        async throws
    {
        let chosen = try await fixture.server.call(
            "\(SessionsFixture.service)/CreateSession",
            ["sessionId": "chosen", "sessionToken": "chosen", "checks": ["user": ["userId": "minnie"]]])
        let made = SessionsFixture.Made(chosen)
        #expect(made.id != "chosen" && made.token != "chosen")
        let second = try await change(made.id, ["password": Self.password])
        let token = try #require(try second.json["sessionToken"]?.stringValue)
        #expect(token != made.token)
        for (shown, status) in [(made.token, HTTPStatus.forbidden), (token, .ok)] {
            let get: JSONValue = ["sessionId": .string(made.id), "sessionToken": .string(shown)]
            expect(try await fixture.call("GetSession", get), status)
        }
    }

    @Test(arguments: ["ﬁona", "fiona ", " fiona", "fiona\u{200B}", "FIONA", "ﬁONA"])
    func `CVE-2025-54998, CVE-2026-47203: no spelling of a name gets around its counter`(
        _ spelling: String
    ) async throws {
        try await fixture.addHuman("fiona")
        for _ in 0..<5 { expect(try await fixture.login("fiona", password: "wrong"), .badRequest) }
        let start = fixture.server.clock.now
        let answer = try await fixture.login(spelling, password: SessionsFixture.password)
        // Another spelling of the name waits like the name itself; what is another name logs nobody in.
        if spelling.lowercased() == "fiona" {
            #expect(answer.status == .ok && fixture.server.clock.now.since(start) == .seconds(1))
        } else {
            #expect(answer.status == .badRequest)
        }
    }

    @Test func `CVE-2025-24806: identifier and name share one counter, on all nodes`() async throws {
        let other = try await fixture.server.node()
        for number in 0..<5 {
            let name: JSONValue = number.isMultiple(of: 2) ? ["userId": "minnie"] : ["loginName": "minnie"]
            let server = number < 3 ? fixture.server : other
            let answer = try await server.tryCall(
                "\(SessionsFixture.service)/CreateSession",
                ["checks": ["user": name, "password": ["password": "wrong"]]])
            #expect(answer.text.contains(#""failedAttempts":\#(number + 1)"#), "\(answer.text)")
        }
    }

    @Test func `CVE-2026-9798: a lock between two steps stops the second`() async throws {
        let made = try await fixture.session()
        try await fixture.server.call("zitadel.user.v2.UserService/LockUser", ["userId": "minnie"])
        expect(try await change(made.id, ["password": Self.password]), .badRequest, containing: "COMMAND-Hewfq")
    }

    @Test func `GHSA-hp74-gm6m-2qm5: a proof of one kind refreshes no other`() async throws {
        let made = try await fixture.session(["user": ["userId": "minnie"], "password": Self.password])
        fixture.server.clock.advance(by: .hours(1))
        expect(try await change(made.id, ["user": ["userId": "minnie"]]), .ok)
        let factors = try #require(try await fixture.stored(made)["factors"])
        #expect(factors["user"]?["verifiedAt"] == "2026-01-05T11:00:00Z")
        #expect(factors["password"]?["verifiedAt"] == "2026-01-05T10:00:00Z")
    }

    @Test func `CVE-2024-39683: sessions of others are not listed`() async throws {
        _ = try await fixture.session()
        let mickey = try await fixture.session(["user": ["userId": "mickey"], "password": Self.password])
        let list = try await fixture.call("ListSessions", [:], token: mickey.token)
        #expect(try list.json["sessions"]?.arrayValue?.count == 1)
        #expect(try list.json["details"]?["totalResult"] == "1")
        #expect(!list.text.contains("minnie"))
    }

    @Test func `CVE-2025-62513: no password, code or token of a session gets into log or history`() async throws {
        let made = try await fixture.session(["user": ["userId": "minnie"], "password": Self.password])
        expect(try await fixture.login("minnie", password: "another-wrong-one"), .badRequest)
        let history = try await fixture.server.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT payload FROM events") { (row) throws(DomainError) in try row.text("payload") }
        }
        for text in history + fixture.server.log.lines {
            for secret in [SessionsFixture.password, "another-wrong-one", made.token, "argon2id"] {
                #expect(!text.contains(secret), "\(text)")
            }
        }
    }
}
