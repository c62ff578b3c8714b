internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Flaws that real identity servers had: what has ended")
struct KnownFlawExpiryTests {
    private static let users = "zitadel.user.v2.UserService"

    let server: TestServer
    let machine: TestServer.TestMachine
    let api: TestServer.TestApplication
    /// An hour after the test's beginning.
    let expiry: JSONValue = "2026-01-05T11:00:00Z"

    init() async throws {
        server = try await TestServer()
        machine = try await server.addMachine("svc")
        api = try await server.addAPI("api", project: try await server.addProject("p"))
    }

    private var ownMessage: JSONValue { ["userId": .string(machine.id)] }

    private func personalAccessToken() async throws -> String {
        let created = try await server.call(
            "\(Self.users)/AddPersonalAccessToken", ["userId": .string(machine.id), "expirationDate": expiry])
        return try server.text(created, "token")
    }

    @Test func `CVE-2025-64708: a personal access token ends in its second, everywhere`() async throws {
        let token = try await personalAccessToken()
        server.clock.advance(by: .hours(1) - .milliseconds(1))
        #expect(try await server.introspect(token, by: api).json["active"] == true)
        #expect(try await server.get("/oidc/v1/userinfo", token: token).status == .ok)
        #expect(try await server.tryCall("\(Self.users)/GetUserByID", ownMessage, token: token).status == .ok)
        server.clock.advance(by: .milliseconds(1))
        #expect(try await server.introspect(token, by: api).text == #"{"active":false}"#)
        #expect(try await server.get("/oidc/v1/userinfo", token: token).status == .unauthorized)
        let call = try await server.tryCall("\(Self.users)/GetUserByID", ownMessage, token: token)
        #expect(call.status == .unauthorized)
    }

    @Test func `CVE-2025-64708: the keys of users and applications end in their second`() async throws {
        let userKey = try await server.call(
            "\(Self.users)/AddKey", ["userId": .string(machine.id), "expirationDate": expiry])
        let (signing, _) = try await server.addSigningAPI("signing", project: api.projectID)
        let applicationKey = try await server.call(
            "zitadel.application.v2.ApplicationService/CreateApplicationKey",
            ["applicationId": .string(signing), "projectId": .string(api.projectID), "expirationDate": expiry])
        let mine = try TestKey(file: server.keyFile(userKey, "keyContent"))
        let its = try TestKey(file: server.keyFile(applicationKey, "keyDetails"))
        func statuses() async throws -> [HTTPStatus] {
            let now = server.clock.now
            let grant = try await server.post(
                "/oauth/v2/token",
                [
                    ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("scope", "openid"),
                    ("assertion", try mine.assertion(at: now)),
                ])
            let introspection = try await server.post(
                "/oauth/v2/introspect",
                [
                    ("token", "x"), ("client_assertion", try its.assertion(at: now)),
                    ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ])
            return [grant.status, introspection.status]
        }
        server.clock.advance(by: .hours(1) - .milliseconds(1))
        #expect(try await statuses() == [.ok, .ok])
        server.clock.advance(by: .milliseconds(1))
        #expect(try await statuses() == [.badRequest, .unauthorized])
    }

    @Test func `CVE-2025-64708: a JWT access token ends in its second`() async throws {
        let signer = try await server.addMachine("jwt", accessTokenType: "ACCESS_TOKEN_TYPE_JWT")
        let token = try await server.accessToken(
            signer, scope: "openid urn:zitadel:iam:org:project:id:\(api.projectID):aud")
        server.clock.advance(by: .hours(12) - .milliseconds(1))
        #expect(try await server.introspect(token, by: api).json["active"] == true)
        server.clock.advance(by: .milliseconds(1))
        #expect(try await server.introspect(token, by: api).text == #"{"active":false}"#)
        #expect(try await server.get("/oidc/v1/userinfo", token: token).status == .unauthorized)
    }

    @Test(arguments: ["DeactivateUser", "LockUser", "DeleteUser"])
    func `CVE-2026-9705: the token of an administrator who is no more changes nothing`(method: String) async throws {
        try await server.call(
            "zitadel.internal_permission.v2.InternalPermissionService/CreateAdministrator",
            ["userId": .string(machine.id), "resource": ["instance": true], "roles": ["IAM_OWNER"]])
        let token = try await personalAccessToken()
        let victim = try await server.addMachine("victim")
        let message: JSONValue = ["userId": .string(victim.id)]
        #expect(try await server.tryCall("\(Self.users)/AddSecret", message, token: token).status == .ok)
        try await server.call("\(Self.users)/\(method)", ownMessage)
        for method in ["AddSecret", "DeactivateUser", "DeleteUser", "ListUsers"] {
            let response = try await server.tryCall("\(Self.users)/\(method)", message, token: token)
            #expect(response.status == .unauthorized)
        }
        let revival = try await server.tryCall("\(Self.users)/ReactivateUser", ownMessage, token: token)
        #expect(revival.status == .unauthorized)
    }

    @Test func `CVE-2026-9705: who lost a role has lost it with the next call`() async throws {
        let administrators = "zitadel.internal_permission.v2.InternalPermissionService"
        let resource: JSONValue = ["instance": true]
        try await server.call(
            "\(administrators)/CreateAdministrator",
            ["userId": .string(machine.id), "resource": resource, "roles": ["IAM_OWNER"]])
        let token = try await personalAccessToken()
        let message: JSONValue = ["userId": .string(try await server.addMachine("victim").id)]
        #expect(try await server.tryCall("\(Self.users)/AddSecret", message, token: token).status == .ok)
        try await server.call(
            "\(administrators)/UpdateAdministrator",
            ["userId": .string(machine.id), "resource": resource, "roles": ["IAM_OWNER_VIEWER"]])
        #expect(try await server.tryCall("\(Self.users)/AddSecret", message, token: token).status == .forbidden)
        try await server.call(
            "\(administrators)/DeleteAdministrator", ["userId": .string(machine.id), "resource": resource])
        #expect(try await server.tryCall("\(Self.users)/AddSecret", message, token: token).status == .notFound)
    }
}
