internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("UserService/UpdateUser")
struct UsersUpdateTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
        fixture.api.clock.advance(by: .minutes(1))
    }

    @Test func `given parts change, others stay`() async throws {
        let response = try await fixture.api.rest(
            .patch, "/v2/users/robot",
            [
                "username": "Robot2", "machine": ["description": ""],
                "metadata": [["key": "team", "value": "ZGV2"], ["key": "unknown", "value": ""]],
            ], as: "acme-owner")
        expect(response, .ok)
        #expect(try response.json == ["changeDate": "2026-01-05T10:01:00Z"])
        let user = try await fixture.user("robot")
        #expect(user.username == "Robot2")
        #expect(user.machine == Machine(name: "Robot"))
        #expect(
            try await fixture.history(of: "robot")
                == ["user.username.changed", "user.machine.changed", "user.metadata.set"])
        #expect(user.sequence == 3)
    }

    @Test func `what is not new changes nothing and reports the earlier change`() async throws {
        let message: JSONValue = [
            "userId": "robot", "username": "robot", "machine": ["name": "Robot", "accessTokenType": 0],
        ]
        #expect(try await fixture.call("UpdateUser", message).json == ["changeDate": "2026-01-05T10:00:00Z"])
        #expect(try await fixture.history(of: "robot") == [])
    }

    @Test func `a name may change its case, and the old name is free`() async throws {
        expect(try await fixture.call("UpdateUser", ["userId": "robot", "username": "ROBOT", "machine": [:]]), .ok)
        expect(try await fixture.call("UpdateUser", ["userId": "robot", "username": "r2", "machine": [:]]), .ok)
        expect(
            try await fixture.call(
                "CreateUser", ["organizationId": "acme", "username": "robot", "machine": ["name": "x"]]), .ok)
    }

    @Test(
        arguments: [
            (["userId": "robot"], HTTPStatus.notImplemented, "user type is not implemented ()"),
            (["userId": "robot", "human": [:]], .notFound, "User could not be found (COMMAND-ugjs0upun6)"),
            (["userId": "minnie", "machine": [:]], .notFound, "COMMAND-ugjs0upun6"),
            (["userId": "gone", "machine": [:]], .notFound, "COMMAND-ugjs0upun6"),
            (["userId": "robot", "username": "MINNIE", "machine": [:]], .conflict, "V3-DKcYh"),
            (["userId": "robot", "username": " ", "machine": [:]], .badRequest, "V2-zzad3"),
            (["userId": "robot", "username": "", "machine": [:]], .badRequest, "invalid UpdateUserRequest.Username"),
            (["userId": "robot", "machine": ["name": " "]], .badRequest, "COMMAND-bs9Ds"),
            (
                ["userId": "robot", "username": "x@Other.localhost", "machine": [:]], .badRequest,
                "Domain is already reserved and cannot be used (COMMAND-SFd21)"
            ),
            (["userId": "robot", "username": "x@acme.localhost", "machine": [:]], .ok, ""),
            (["userId": "robot", "username": "x@elsewhere.example", "machine": [:]], .ok, ""),
            (["machine": [:]], .badRequest, "invalid UpdateUserRequest.UserId"),
        ] as [(JSONValue, HTTPStatus, String)])
    func `each rule decides`(message: JSONValue, status: HTTPStatus, text: String) async throws {
        expect(try await fixture.call("UpdateUser", message), status, containing: text)
        if status != .ok { #expect(try await fixture.history(of: "robot") == []) }
    }

    @Test(
        arguments: [
            ("robot", "robot", ["machine": ["name": "n"]], HTTPStatus.ok),
            ("robot", "robot", ["machine": [:], "metadata": [["key": "k", "value": "eA=="]]], .ok),
            ("minnie", "minnie", ["username": "mini", "human": [:]], .ok),
            ("minnie", "minnie", ["human": [:], "metadata": [["key": "k", "value": "eA=="]]], .notFound),
            ("acme-owner", "minnie", ["human": [:], "metadata": [["key": "k", "value": "eA=="]]], .ok),
            ("other-owner", "robot", ["machine": ["name": "n"]], .notFound),
            ("nobody", "robot", ["machine": [:]], .notFound),
        ] as [(String, String, JSONObject, HTTPStatus)])
    func `users change themselves, administrators their own`(
        user: String, target: String, message: JSONObject, status: HTTPStatus
    ) async throws {
        var message = message
        message["userId"] = .string(target)
        expect(try await fixture.call("UpdateUser", .object(message), as: user), status)
    }

    @Test func `a refused part undoes the others`() async throws {
        let response = try await fixture.call(
            "UpdateUser", ["userId": "robot", "username": "other-name", "machine": ["name": " "]])
        expect(response, .badRequest)
        #expect(try await fixture.user("robot").username == "robot")
    }
}
