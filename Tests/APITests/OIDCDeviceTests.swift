internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("OIDC service: requests of devices")
struct OIDCDeviceTests {
    static let service = "zitadel.oidc.v2.OIDCService"

    let fixture: SessionsFixture
    let loginClient: String
    let client: TestServer.TestClient
    let userCode: String
    var server: TestServer { fixture.server }

    init() async throws {
        fixture = try await SessionsFixture()
        loginClient = try await fixture.machine("login", role: "IAM_LOGIN_CLIENT")
        client = try await fixture.server.addClient(
            "television", project: try await fixture.server.addProject("living room"))
        let begun = try await fixture.server.post(
            "/oauth/v2/device_authorization", client.credentials + [("scope", "openid profile")]
        ).json
        userCode = try fixture.server.text(begun, "user_code")
    }

    private func call(_ method: String, _ message: JSONValue, token: String? = nil) async throws -> TestResponse {
        try await server.tryCall("\(Self.service)/\(method)", message, token: token ?? loginClient)
    }

    private func id() async throws -> JSONValue {
        let found = try await call("GetDeviceAuthorizationRequest", ["userCode": .string(userCode)]).json
        return try #require(found["deviceAuthorizationRequest"]?["id"])
    }

    private func decide(_ members: JSONObject, token: String? = nil) async throws -> TestResponse {
        var message: JSONObject = ["deviceAuthorizationId": try await id()]
        for member in members.members { message[member.name] = member.value }
        return try await call("AuthorizeOrDenyDeviceAuthorization", .object(message), token: token)
    }

    private func proven() async throws -> SessionsFixture.Made {
        try await fixture.session([
            "user": ["loginName": "minnie"], "password": ["password": .string(SessionsFixture.password)],
        ])
    }

    private func member(_ session: SessionsFixture.Made) -> JSONObject {
        ["session": ["sessionId": .string(session.id), "sessionToken": .string(session.token)]]
    }

    @Test func `a request is shown as it is, on both wires`() async throws {
        let found = try await call("GetDeviceAuthorizationRequest", ["userCode": .string(userCode)]).json
        let id = try await id()
        let golden: JSONValue = [
            "deviceAuthorizationRequest": [
                "id": id, "clientId": .string(client.clientID), "scope": ["openid", "profile"],
                "appName": "television", "projectName": "living room",
            ]
        ]
        #expect(found == golden)
        let rest = try await fixture.rest(
            .get, "/v2/oidc/device_authorization/\(userCode.lowercased())", token: loginClient)
        #expect(try rest.json == golden)
    }

    @Test(arguments: ["", "BCDFGHJK", "BCDF-GHJKL"])
    func `a code of another length is no code`(code: String) async throws {
        let response = try await call("GetDeviceAuthorizationRequest", ["userCode": .string(code)])
        #expect(response.status == .badRequest)
    }

    @Test(arguments: ["XXXX-XXXX", "AEIO-UAEI", "123456789"])
    func `a code that nobody has is not found`(code: String) async throws {
        let response = try await call("GetDeviceAuthorizationRequest", ["userCode": .string(code)])
        #expect(response.status == .notFound)
        #expect(response.text.contains("QUERY-Dev1c"))
    }

    @Test func `who has no permission learns nothing of codes`() async throws {
        let organization = try await server.addOrganization("other")
        let foreign = try await fixture.machine("foreign", role: "ORG_OWNER", organization: organization)
        let known = try await call("GetDeviceAuthorizationRequest", ["userCode": .string(userCode)], token: foreign)
        let unknown = try await call("GetDeviceAuthorizationRequest", ["userCode": "XXXX-XXXX"], token: foreign)
        #expect(known.status == .notFound)
        #expect(known.text == unknown.text)
        let nobody = try await fixture.machine("nobody")
        let refused = try await call("GetDeviceAuthorizationRequest", ["userCode": .string(userCode)], token: nobody)
        #expect(refused.status == .notFound)
        #expect(refused.text.contains("AUTHZ-cdgFk"))
    }

    @Test func `an approval answers with nothing, on either wire`() async throws {
        let session = try await proven()
        let response = try await fixture.rest(
            .post, "/v2/oidc/device_authorization/\(id().stringValue ?? "")", .object(member(session)),
            token: loginClient)
        #expect(response.status == .ok)
        #expect(response.text == "{}")
    }

    @Test(
        arguments: [
            ([:], "value is required"), (["session": [:]], "SessionId"),
            (["session": ["sessionId": "s"]], "SessionToken"),
            (["session": ["sessionId": "s", "sessionToken": "t"], "deny": [:]], ""),
        ] as [(JSONValue, String)])
    func `a decision that cannot be read is refused`(message: JSONValue, part: String) async throws {
        let response = try await decide(try #require(message.objectValue))
        #expect(response.status == .badRequest)
        #expect(response.text.contains(part) || response.text.contains(part.lowercased()))
    }

    @Test func `an unknown request can be neither approved nor denied`() async throws {
        let session = try await proven()
        for (decision, error) in [(member(session), "COMMAND-D2hf2"), (["deny": [:]], "COMMAND-gee5A")] {
            var message: JSONObject = ["deviceAuthorizationId": "unknown"]
            for member in decision.members { message[member.name] = member.value }
            let response = try await call("AuthorizeOrDenyDeviceAuthorization", .object(message))
            #expect(response.status == .notFound)
            #expect(response.text.contains(error))
        }
    }

    @Test func `a request that is over can be neither approved nor denied`() async throws {
        let (id, session) = (try await id(), try await proven())
        server.clock.advance(by: .minutes(5))
        for (decision, error) in [(member(session), "COMMAND-D2hf2"), (["deny": [:]], "COMMAND-gee5A")] {
            var message: JSONObject = ["deviceAuthorizationId": id]
            for member in decision.members { message[member.name] = member.value }
            let response = try await call("AuthorizeOrDenyDeviceAuthorization", .object(message))
            #expect(response.status == .notFound)
            #expect(response.text.contains(error))
        }
    }

    @Test(arguments: [true, false], [true, false])
    func `a request is decided once`(first: Bool, second: Bool) async throws {
        let (id, session) = (try await id(), try await proven())
        func decide(_ approves: Bool) async throws -> TestResponse {
            var message = approves ? member(session) : ["deny": [:]]
            message["deviceAuthorizationId"] = id
            return try await call("AuthorizeOrDenyDeviceAuthorization", .object(message))
        }
        #expect(try await decide(first).status == .ok)
        let again = try await decide(second)
        #expect(again.status == .badRequest)
        #expect(again.text.contains("COMMAND-D30Jf"))
    }

    @Test func `only who may link sessions decides`() async throws {
        let session = try await proven()
        for token in [server.administratorToken, try await fixture.machine("nobody"), session.token] {
            for decision in [member(session), ["deny": [:]]] as [JSONObject] {
                let response = try await decide(decision, token: token)
                #expect([.forbidden, .notFound].contains(response.status))
            }
        }
        #expect(try await decide(member(session)).status == .ok)
    }

    @Test func `a session that does not count approves nothing`() async throws {
        let unproven = try await fixture.session()
        let proven = try await proven()
        let ended = try await self.proven()
        try await server.call(
            "\(SessionsFixture.service)/DeleteSession", ["sessionId": .string(ended.id)])
        let short = SessionsFixture.Made(
            try await server.call(
                "\(SessionsFixture.service)/CreateSession",
                [
                    "checks": [
                        "user": ["loginName": "minnie"], "password": ["password": .string(SessionsFixture.password)],
                    ], "lifetime": "60s",
                ]))
        server.clock.advance(by: .seconds(61))
        let foreign: JSONObject = [
            "session": ["sessionId": .string(proven.id), "sessionToken": .string(unproven.token)]
        ]
        let unknown: JSONObject = ["session": ["sessionId": "unknown", "sessionToken": .string(proven.token)]]
        for (decision, status, error) in [
            (unknown, HTTPStatus.badRequest, "COMMAND-Flk38"), (member(ended), .badRequest, "COMMAND-Hewfq"),
            (member(short), .badRequest, "COMMAND-Hkl3d"), (foreign, .forbidden, "COMMAND-sGr42"),
            (member(unproven), .forbidden, "AUTHZ-Kl3p0"),
        ] {
            let response = try await decide(decision)
            #expect(response.status == status, "\(response.text)")
            #expect(response.text.contains(error), "\(response.text)")
        }
        #expect(try await decide(member(proven)).status == .ok)
    }
}
