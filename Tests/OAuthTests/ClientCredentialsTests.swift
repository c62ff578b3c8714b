internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 6749 §4.4: client credentials")
struct ClientCredentialsTests {
    let server: TestServer
    let machine: TestServer.TestMachine

    init() async throws {
        server = try await TestServer()
        machine = try await server.addMachine("svc")
    }

    @Test func `a machine user gets an opaque token for its secret in the form`() async throws {
        let response = try await server.token(machine, scope: "openid profile unknown")
        #expect(response.status == .ok)
        #expect(response.fields["Cache-Control"] == "no-store")
        #expect(response.fields["Pragma"] == "no-cache")
        let json = try response.json
        #expect(json["token_type"] == "Bearer")
        #expect(json["expires_in"] == 43200)
        #expect(json["scope"] == "openid profile")
        #expect(json["refresh_token"] == nil)
        #expect(try server.text(json, "access_token").contains(".") == false)
        #expect(try server.text(json, "id_token").split(separator: ".").count == 3)
    }

    @Test func `a machine user gets a token for its secret in the header, form-encoded`() async throws {
        let machine = try await server.addMachine("svc with space@acme")
        let id = FormCoding.encode(machine.clientID)
        let response = try await server.post(
            "/oauth/v2/token", [("grant_type", "client_credentials"), ("scope", "profile")],
            authorization: "Basic \(Base64.encode("\(id):\(machine.secret)".utf8))")
        #expect(response.status == .ok)
        #expect(try response.json["id_token"] == nil)
    }

    @Test func `the login name counts in any case`() async throws {
        let response = try await server.post(
            "/oauth/v2/token",
            [
                ("grant_type", "client_credentials"), ("client_id", "SVC"), ("client_secret", machine.secret),
                ("scope", "profile"),
            ])
        #expect(response.status == .ok)
    }

    @Test(
        arguments: [
            ([("grant_type", "")], HTTPStatus.badRequest, "invalid_request"),
            ([("grant_type", "password")], .badRequest, "unsupported_grant_type"),
            ([("grant_type", "authorization_code")], .badRequest, "invalid_request"),
            ([("grant_type", "CLIENT_CREDENTIALS")], .badRequest, "unsupported_grant_type"),
            ([("client_secret", "wrong")], .unauthorized, "invalid_client"),
            ([("client_secret", "")], .unauthorized, "invalid_client"),
            ([("client_id", "nobody")], .unauthorized, "invalid_client"),
            ([("client_id", "")], .unauthorized, "invalid_client"),
            ([("client_assertion", "x.y.z")], .badRequest, "invalid_request"),
            ([("scope", nil)], .badRequest, "invalid_scope"),
            ([("scope", "a\"b")], .badRequest, "invalid_scope"),
            ([("scope", "openid urn:zitadel:iam:org:id:4711")], .badRequest, "invalid_scope"),
            ([("scope", "openid urn:zitadel:iam:org:domain:primary:evil.example")], .badRequest, "invalid_scope"),
            ([("client_secret", nil)], .unauthorized, "invalid_client"),
        ] as [([(String, String?)], HTTPStatus, String)])
    func `a wrong request is refused`(changes: [(String, String?)], status: HTTPStatus, error: String) async throws {
        var form = [
            ("grant_type", "client_credentials"), ("client_id", "svc"), ("client_secret", machine.secret),
            ("scope", "openid"),
        ]
        for (name, value) in changes {
            form.removeAll { $0.0 == name }
            if let value { form.append((name, value)) }
        }
        let response = try await server.post("/oauth/v2/token", form)
        #expect(response.status == status)
        #expect(try response.json["error"] == .string(error))
        #expect(response.fields["Cache-Control"] == "no-store")
        if status == .unauthorized { #expect(response.fields["WWW-Authenticate"]?.hasPrefix("Basic ") == true) }
    }

    @Test func `a repeated parameter is refused`() async throws {
        let response = try await server.post(
            "/oauth/v2/token",
            [
                ("grant_type", "client_credentials"), ("client_id", "svc"), ("client_secret", machine.secret),
                ("scope", "openid"), ("scope", "profile"),
            ])
        #expect(response.status == .badRequest)
        #expect(try response.json["error"] == "invalid_request")
    }

    @Test func `two methods of client authentication in one request are refused`() async throws {
        let response = try await server.post(
            "/oauth/v2/token",
            [("grant_type", "client_credentials"), ("client_secret", machine.secret), ("scope", "openid")],
            authorization: "Basic \(Base64.encode("svc:\(machine.secret)".utf8))")
        #expect(response.status == .badRequest)
        #expect(try response.json["error"] == "invalid_request")
    }

    @Test(arguments: [
        "Basic ", "Basic !!!", "Basic c3Zj", "Bearer abc", "basic", "Digest x", "Basic JTp4", "Basic OnNlY3JldA==",
    ])
    func `a header that no client may send is refused`(header: String) async throws {
        let response = try await server.post(
            "/oauth/v2/token", [("grant_type", "client_credentials"), ("scope", "openid")], authorization: header)
        #expect(response.status == .unauthorized)
        #expect(try response.json["error"] == "invalid_client")
    }

    @Test func `parameters count in the body alone`() async throws {
        let inQuery = try await server.send(
            HTTPRequest(
                .post,
                "/oauth/v2/token?grant_type=client_credentials&client_id=svc&client_secret=\(machine.secret)&scope=a",
                fields: ["Content-Type": "application/x-www-form-urlencoded"]))
        #expect(inQuery.status == .badRequest)
        let asJSON = try await server.send(
            HTTPRequest(
                .post, "/oauth/v2/token", fields: ["Content-Type": "application/json"],
                body: Array(#"{"grant_type":"client_credentials"}"#.utf8)))
        #expect(asJSON.status == .badRequest)
        let byGet = try await server.get("/oauth/v2/token?grant_type=client_credentials")
        #expect(byGet.status == .methodNotAllowed)
        #expect(byGet.fields["Allow"]?.contains("POST") == true)
    }

    @Test func `an application is no machine user`() async throws {
        let project = try await server.addProject("p")
        let api = try await server.addAPI("api", project: project)
        let response = try await server.post(
            "/oauth/v2/token", [("grant_type", "client_credentials"), ("scope", "openid")],
            authorization: api.authorization)
        #expect(response.status == .badRequest)
        #expect(try response.json["error"] == "unauthorized_client")
    }

    @Test func `an unknown client, a wrong secret and a user without a secret read the same`() async throws {
        let created = try await server.call(
            "zitadel.user.v2.UserService/CreateUser",
            [
                "organizationId": .string(server.organizationID), "username": "bare",
                "machine": ["name": "bare"],
            ])
        #expect(created["id"] != nil)
        var answers: Set<String> = []
        for client in ["svc", "bare", "unknown"] {
            let response = try await server.post(
                "/oauth/v2/token",
                [
                    ("grant_type", "client_credentials"), ("client_id", client), ("client_secret", "wrong"),
                    ("scope", "openid"),
                ])
            answers.insert("\(response.status.code) \(response.text)")
        }
        #expect(answers.count == 1)
    }
}
