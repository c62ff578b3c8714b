internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Sessions: made, changed, read, ended")
struct SessionsTests {
    let fixture: SessionsFixture

    init() async throws {
        fixture = try await SessionsFixture()
    }

    @Test func `a session can be made without anything`() async throws {
        let response = try await fixture.call("CreateSession", [:])
        expect(response, .ok, containing: #""resourceOwner""#)
        let session = try await fixture.stored(SessionsFixture.Made(try response.json))
        #expect(session["factors"] == nil && session["userAgent"] == nil && session["expirationDate"] == nil)
    }

    @Test func `over REST a new session is 201`() async throws {
        let made = try await fixture.rest(
            .post, "/v2/sessions", ["checks": ["user": ["userId": "minnie"]], "lifetime": "18000s"])
        expect(made, .created)
        let id = try #require(try made.json["sessionId"]?.stringValue)
        let token = try #require(try made.json["sessionToken"]?.stringValue)
        expect(try await fixture.rest(.get, "/v2/sessions/\(id)?sessionToken=\(token)"), .ok, containing: "minnie")
        let changed = try await fixture.rest(
            .patch, "/v2/sessions/\(id)", ["checks": ["password": ["password": .string(SessionsFixture.password)]]])
        expect(changed, .ok, containing: "sessionToken")
        expect(try await fixture.rest(.post, "/v2/sessions/search", [:]), .ok, containing: id)
        let newToken = try #require(try changed.json["sessionToken"]?.stringValue)
        let ended = try await fixture.rest(
            .delete, "/v2/sessions/\(id)", ["sessionToken": .string(newToken)])
        expect(ended, .ok, containing: "details")
        expect(try await fixture.rest(.get, "/v2/sessions/\(id)"), .notFound, containing: "QUERY-Sess1")
    }

    @Test func `what was checked is shown with its moment`() async throws {
        let made = try await fixture.session(["user": ["loginName": "MINNIE"]])
        fixture.server.clock.advance(by: .seconds(5))
        try await fixture.server.call(
            "\(SessionsFixture.service)/SetSession",
            [
                "sessionId": .string(made.id), "checks": ["password": ["password": .string(SessionsFixture.password)]],
            ])
        let session = try await fixture.stored(made)
        let expected: JSONValue = [
            "user": [
                "verifiedAt": "2026-01-05T10:00:00Z", "id": "minnie", "loginName": "minnie",
                "displayName": "minnie Mouse", "organizationId": .string(fixture.server.organizationID),
            ],
            "password": ["verifiedAt": "2026-01-05T10:00:05Z"],
        ]
        #expect(session["factors"] == expected)
        #expect(session["sequence"] == "2" && session["changeDate"] == "2026-01-05T10:00:05Z")
    }

    @Test func `user agent, metadata and lifetime come back`() async throws {
        let agent: JSONValue = [
            "fingerprintId": "agent-1", "ip": "192.0.2.1", "description": "Firefox",
            "header": ["accept": ["values": ["text/html", "*/*"]]],
        ]
        let answer = try await fixture.server.call(
            "\(SessionsFixture.service)/CreateSession",
            ["userAgent": agent, "metadata": ["a": "YQ==", "b": "Yg=="], "lifetime": "60s"])
        let made = SessionsFixture.Made(answer)
        var session = try await fixture.stored(made)
        #expect(session["userAgent"] == agent)
        #expect(session["metadata"] == ["a": "YQ==", "b": "Yg=="])
        #expect(session["expirationDate"] == "2026-01-05T10:01:00Z")
        try await fixture.server.call(
            "\(SessionsFixture.service)/SetSession",
            ["sessionId": .string(made.id), "metadata": ["a": "", "b": "Qg==", "c": ""]])
        session = try await fixture.stored(made)
        #expect(session["metadata"] == ["b": "Qg=="])
    }

    @Test func `an address that is none is left out`() async throws {
        let answer = try await fixture.server.call(
            "\(SessionsFixture.service)/CreateSession", ["userAgent": ["ip": "localhost", "description": "x"]])
        #expect(try await fixture.stored(SessionsFixture.Made(answer))["userAgent"] == ["description": "x"])
    }

    @Test func `a change of nothing keeps the token`() async throws {
        let made = try await fixture.session()
        let answer = try await fixture.server.call(
            "\(SessionsFixture.service)/SetSession", ["sessionId": .string(made.id), "metadata": ["x": ""]])
        #expect(answer["details"]?["sequence"] == "1")
        let get: JSONValue = ["sessionId": .string(made.id), "sessionToken": .string(made.token)]
        expect(try await fixture.call("GetSession", get), .ok)
    }

    @Test func `a session that is over is shown and ended, but not changed`() async throws {
        let made = SessionsFixture.Made(
            try await fixture.server.call("\(SessionsFixture.service)/CreateSession", ["lifetime": "60s"]))
        fixture.server.clock.advance(by: .seconds(60))
        let id: JSONValue = ["sessionId": .string(made.id)]
        expect(try await fixture.call("GetSession", id), .ok)
        expect(try await fixture.call("ListSessions", [:]), .ok, containing: made.id)
        expect(try await fixture.call("SetSession", id), .badRequest, containing: "COMMAND-Hkl3d")
        expect(try await fixture.call("DeleteSession", id), .ok)
        expect(try await fixture.call("SetSession", id), .badRequest, containing: "COMMAND-Hewfq")
        expect(try await fixture.call("GetSession", id), .notFound)
        #expect(!(try await fixture.call("ListSessions", [:])).text.contains(made.id))
        // Again, and of one that never was.
        expect(try await fixture.call("DeleteSession", id), .ok)
        expect(try await fixture.call("DeleteSession", ["sessionId": "1"]), .ok)
        expect(try await fixture.call("SetSession", ["sessionId": "1"]), .notFound, containing: "QUERY-Sess1")
    }

    @Test(
        arguments: [
            (["lifetime": "0s"], "Lifetime: value must be greater than 0s"),
            (["lifetime": "-1s"], "Lifetime: value must be greater than 0s"),
            (["checks": ["user": [:]]], "value is required"),
            (["checks": ["user": ["userId": "a", "loginName": "b"]]], "oneof"),
            (["checks": ["user": ["userId": ""]]], "between 1 and 200"),
            (["checks": ["password": ["password": ""]]], "between 1 and 200"),
            (["checks": ["totp": ["code": "12345"]]], "value length must be 6 runes"),
            (["checks": ["totp": ["code": "1234567"]]], "value length must be 6 runes"),
            (["checks": ["webAuthN": [:]]], "value is required"),
            (["checks": ["otpSms": ["code": ""]]], "between 1 and 200"),
            (["checks": ["recoveryCode": ["code": ""]]], "between 1 and 200"),
            (["challenges": ["webAuthN": ["domain": ""]]], "between 1 and 200"),
            (["challenges": ["webAuthN": ["domain": "localhost"]]], "UNSPECIFIED"),
            (["challenges": ["otpEmail": ["sendCode": [:], "returnCode": [:]]]], "oneof"),
            (["challenges": ["otpEmail": ["sendCode": ["urlTemplate": "https://x.example/{{.Nope}}"]]]], "DOMAIN-"),
            (["metadata": ["k": 1]], "bytes"),
            (["metadata": []], "map"),
            (["userAgent": ["fingerprintId": .string(String(repeating: "x", count: 201))]], "at most 200"),
        ] as [(JSONValue, String)])
    func `a malformed request is refused`(_ message: JSONValue, _ reason: String) async throws {
        expect(try await fixture.call("CreateSession", message), .badRequest, containing: reason)
        #expect(try await fixture.count() == 0)
    }

    @Test func `a negative lifetime of a change is refused`() async throws {
        let made = try await fixture.session()
        let change: JSONValue = ["sessionId": .string(made.id), "lifetime": "-1s"]
        expect(try await fixture.call("SetSession", change), .badRequest, containing: "COMMAND-asEG4")
    }
}
