internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("OWASP ASVS 5.0 V7: sessions")
struct ASVSSessionTests {
    let fixture: SessionsFixture

    init() async throws {
        fixture = try await SessionsFixture()
    }

    private static let checks: JSONValue = [
        "user": ["userId": "minnie"], "password": ["password": .string(SessionsFixture.password)],
    ]

    private func isOpen(_ token: String) async throws -> Bool {
        let user: JSONValue = ["userId": "minnie"]
        return try await fixture.server.tryCall("zitadel.user.v2.UserService/GetUserByID", user, token: token).status
            == .ok
    }

    @Test func `7.2.3: tokens cannot be guessed`() async throws {
        var tokens: Set<String> = []
        for _ in 0..<50 { tokens.insert(try await fixture.session().token) }
        #expect(tokens.count == 50)
        // Sealed with a key of 256 bits and a tag of 128; every bit of it counts.
        let token = try await fixture.session(Self.checks).token
        let box = try #require(Base64URL.decode(token))
        for index in stride(from: 0, to: box.count, by: 7) {
            var altered = box
            altered[index] ^= 1
            #expect(try await !isOpen(Base64URL.encode(altered)))
        }
    }

    @Test func `7.2.4: each authentication makes a new token`() async throws {
        let made = try await fixture.session(Self.checks)
        let again = try await fixture.call("SetSession", ["sessionId": .string(made.id), "checks": Self.checks])
        let token = try #require(try again.json["sessionToken"]?.stringValue)
        #expect(token != made.token)
        #expect(try await isOpen(token))
        #expect(try await !isOpen(made.token))
    }

    @Test func `7.3.2: a session ends at its time, whatever is done in it`() async throws {
        let answer = try await fixture.server.call(
            "\(SessionsFixture.service)/CreateSession", ["checks": Self.checks, "lifetime": "60s"])
        let made = SessionsFixture.Made(answer)
        fixture.server.clock.advance(by: .seconds(59))
        let change = try await fixture.call("SetSession", ["sessionId": .string(made.id), "checks": Self.checks])
        let token = try #require(try change.json["sessionToken"]?.stringValue)
        #expect(try await isOpen(token))
        fixture.server.clock.advance(by: .seconds(1))
        #expect(try await !isOpen(token))
    }

    @Test func `7.4.1: an ended session is ended at once, on every node`() async throws {
        let made = try await fixture.session(Self.checks)
        // Several nodes share PostgreSQL; a SQLite file has one, which another process would see a few milliseconds late.
        let other = StoreEngine.ofService == .sqlite ? fixture.server : try await fixture.server.node()
        let user: JSONValue = ["userId": "minnie"]
        let call = "zitadel.user.v2.UserService/GetUserByID"
        #expect(try await other.tryCall(call, user, token: made.token).status == .ok)
        expect(try await fixture.call("DeleteSession", ["sessionId": .string(made.id)], token: made.token), .ok)
        #expect(try await other.tryCall(call, user, token: made.token).status == .unauthorized)
    }

    @Test(arguments: ["DeactivateUser", "DeleteUser", "LockUser"])
    func `7.4.2: all sessions end with the account`(_ method: String) async throws {
        let sessions = [try await fixture.session(Self.checks), try await fixture.session(Self.checks)]
        try await fixture.server.call("zitadel.user.v2.UserService/\(method)", ["userId": "minnie"])
        for session in sessions { #expect(try await !isOpen(session.token)) }
        let list = try await fixture.call("ListSessions", ["queries": [["userIdQuery": ["id": "minnie"]]]])
        #expect(try list.json["sessions"] == nil)
    }

    @Test func `7.4.3: a changed password ends every session in which something was proven`() async throws {
        let made = try await fixture.session(Self.checks)
        try await fixture.server.call(
            "zitadel.user.v2.UserService/SetPassword",
            ["userId": "minnie", "newPassword": ["password": "Another-1-Passw0rd"]])
        #expect(try await !isOpen(made.token))
        expect(
            try await fixture.call("GetSession", ["sessionId": .string(made.id)]), .notFound,
            containing: "QUERY-Sess1")
    }

    @Test func `7.4.5: an administrator ends the sessions of users`() async throws {
        let made = try await fixture.session(Self.checks)
        let owner = try await fixture.machine(
            "owner", role: "ORG_OWNER", organization: fixture.server.organizationID)
        expect(try await fixture.call("DeleteSession", ["sessionId": .string(made.id)], token: owner), .ok)
        #expect(try await !isOpen(made.token))
    }

    @Test func `7.5.2: users see and end their own sessions`() async throws {
        let (first, second) = (try await fixture.session(Self.checks), try await fixture.session(Self.checks))
        let list = try await fixture.call("ListSessions", [:], token: first.token)
        #expect(try list.json["sessions"]?.arrayValue?.count == 2)
        expect(try await fixture.call("DeleteSession", ["sessionId": .string(second.id)], token: first.token), .ok)
        #expect(try await !isOpen(second.token))
        #expect(try await isOpen(first.token))
    }
}
