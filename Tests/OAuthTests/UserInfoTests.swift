internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("OpenID Connect Core §5.3: userinfo")
struct UserInfoTests {
    let server: TestServer
    let machine: TestServer.TestMachine

    init() async throws {
        server = try await TestServer()
        machine = try await server.addMachine("svc")
    }

    @Test func `claims follow the scopes`() async throws {
        let bare = try await server.accessToken(machine, scope: "openid")
        #expect(try await server.get("/oidc/v1/userinfo", token: bare).json == ["sub": .string(machine.id)])
        let full = try await server.accessToken(
            machine, scope: "openid profile email urn:zitadel:iam:user:resourceowner")
        let json = try await server.get("/oidc/v1/userinfo", token: full).json
        #expect(json["name"] == "svc")
        #expect(json["preferred_username"] == "svc")
        #expect(json["updated_at"]?.integerValue != nil)
        #expect(json["email"] == nil)
        #expect(json["urn:zitadel:iam:user:resourceowner:name"] == "ZITADEL")
    }

    @Test func `roles need the audience and a roles scope`() async throws {
        let project = try await server.addProject("p")
        _ = try await server.authorize(machine.id, "reader", project: project)
        _ = try await server.authorize(try await server.addMachine("second").id, "writer", project: project)
        let scope = "openid urn:zitadel:iam:org:project:id:\(project):aud"
        let without = try await server.accessToken(machine, scope: scope)
        let claim = "urn:zitadel:iam:org:project:\(project):roles"
        #expect(try await server.get("/oidc/v1/userinfo", token: without).json[claim] == nil)
        let with = try await server.accessToken(machine, scope: "\(scope) urn:zitadel:iam:org:projects:roles")
        let json = try await server.get("/oidc/v1/userinfo", token: with).json
        #expect(json[claim]?["reader"]?[server.organizationID] == "zitadel.localhost")
        #expect(json["urn:zitadel:iam:org:project:roles"] == nil)
        let limited = try await server.accessToken(
            machine, scope: "\(scope) urn:zitadel:iam:org:project:role:writer")
        #expect(try await server.get("/oidc/v1/userinfo", token: limited).json[claim] == nil)
    }

    @Test func `the token may come in the header or the body of a POST, in one place`() async throws {
        let token = try await server.accessToken(machine, scope: "openid")
        #expect(try await server.post("/oidc/v1/userinfo", [("access_token", token)]).status == .ok)
        let header = try await server.post("/oidc/v1/userinfo", [], authorization: "bearer \(token)")
        #expect(header.status == .ok)
        let both = try await server.post(
            "/oidc/v1/userinfo", [("access_token", token)], authorization: "Bearer \(token)")
        #expect(both.status == .badRequest)
        #expect(try both.json["error"] == "invalid_request")
        let query = try await server.get("/oidc/v1/userinfo?access_token=\(token)")
        #expect(query.status == .unauthorized)
    }

    @Test func `no token is challenged without an error`() async throws {
        let response = try await server.get("/oidc/v1/userinfo")
        #expect(response.status == .unauthorized)
        #expect(response.fields["WWW-Authenticate"] == #"Bearer realm="alcazar""#)
    }

    @Test(arguments: ["x", "a.b.c", "alc_pat_x", "%00", "Bearer"])
    func `a token that is none is challenged with invalid_token`(token: String) async throws {
        let response = try await server.get("/oidc/v1/userinfo", token: token)
        #expect(response.status == .unauthorized)
        #expect(try response.json["error"] == "invalid_token")
        #expect(response.fields["WWW-Authenticate"]?.contains(#"error="invalid_token""#) == true)
    }

    @Test func `a token without openid is not enough`() async throws {
        let token = try await server.accessToken(machine, scope: "profile")
        let response = try await server.get("/oidc/v1/userinfo", token: token)
        #expect(response.status == .forbidden)
        #expect(try response.json["error"] == "insufficient_scope")
        #expect(response.fields["WWW-Authenticate"]?.contains(#"scope="openid""#) == true)
    }

    @Test func `a personal access token works`() async throws {
        let json = try await server.get("/oidc/v1/userinfo", token: server.administratorToken).json
        #expect(json["preferred_username"] == "root")
        #expect(json["urn:zitadel:iam:user:resourceowner:id"] == .string(server.organizationID))
    }
}
