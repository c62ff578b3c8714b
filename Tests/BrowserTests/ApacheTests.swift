internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Apache as a client")
struct ApacheTests {
    /// Apache compares times with the real one, so the service's clock starts there.
    private func withApache(_ body: (TestServer, ApacheServer) async throws -> Void) async throws {
        try await TestServer.live(clock: TestClock(start: WallClock.system.now())) { server in
            let port = UInt16.random(in: 10000..<32000)
            let origin = "http://localhost:\(port)"
            let project = try await server.addProject("Apache")
            let api = try await server.addAPI("Apache API", project: project)
            let made = try await server.call(
                "zitadel.application.v2.ApplicationService/CreateApplication",
                [
                    "projectId": .string(project), "name": "Apache",
                    "oidcConfiguration": [
                        "redirectUris": [.string(ApacheServer.callback(origin))],
                        "postLogoutRedirectUris": [.string(ApacheServer.signedOut(origin))],
                        "responseTypes": ["OIDC_RESPONSE_TYPE_CODE"],
                        "grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"],
                        "applicationType": "OIDC_APP_TYPE_WEB", "authMethodType": "OIDC_AUTH_METHOD_TYPE_BASIC",
                    ],
                ])
            let client = made["oidcConfiguration"] ?? .null
            let apache = try await ApacheServer(
                port: port, issuer: server.issuer, projectID: project,
                .init(
                    id: server.text(client, "clientId"), secret: server.text(client, "clientSecret"),
                    apiID: api.clientID, apiSecret: api.secret))
            try await body(server, apache)
        }
    }

    @Test func `mod_auth_openidc signs a person in and out`() async throws {
        try await Browser.use { browser in
            try await withApache { server, apache in
                let person = try await server.addPerson("minnie")
                try await browser.open("\(apache.origin)/people/")
                try await browser.type(person.loginName, into: .field("Login name or e-mail address"))
                try await browser.click(.button("Continue"))
                try await browser.type(person.password, into: .field("Password"))
                try await browser.click(.button("Sign in"))
                try await browser.wait(forURL: "\(apache.origin)/people/")
                #expect(try await browser.element("h1").text == "Minnie Mouse", "\(apache.complaints)")
                #expect(try await browser.element("p").text.hasPrefix(person.id))
                #expect(try await browser.element("i").text == "minnie@mouse.example")

                try await browser.click(.link("Sign out"))
                try await browser.wait(forURL: ApacheServer.signedOut(apache.origin))
                // Neither Apache nor the service knows the person any more.
                try await browser.open("\(apache.origin)/people/")
                #expect(try await browser.url.hasPrefix(server.issuer))
                #expect(try await browser.element("input[name=loginName], input[name=password]").isDisplayed)
            }
        }
    }

    @Test func `mod_oauth2 lets a token in that introspection calls active, and no other`() async throws {
        try await withApache { server, apache in
            let machine = try await server.addMachine("robot")
            let scope = "openid urn:zitadel:iam:org:project:id:\(apache.projectID):aud"
            func ask(_ token: String?) async throws -> (status: String, body: String) {
                let field = token.map { ["-H", "Authorization: Bearer \($0)"] } ?? []
                let answer = try await ChildProcess.run(
                    "curl", ["-s", "-w", "\n%{http_code}", "\(apache.origin)/api/"] + field)
                let lines = answer.output.split(separator: "\n", omittingEmptySubsequences: false)
                return (String(lines.last ?? ""), lines.dropLast().joined(separator: "\n"))
            }
            let token = try await server.accessToken(machine, scope: scope)
            let accepted = try await ask(token)
            #expect(accepted.status == "200", "\(apache.complaints)")
            #expect(accepted.body.contains("\(machine.id) robot"))

            #expect(try await ask(nil).status == "401")
            #expect(try await ask(String(token.dropLast()) + "x").status == "401")
            let revoked = try await server.accessToken(machine, scope: scope)
            let authorization = "Basic " + Base64.encode("\(machine.clientID):\(machine.secret)".utf8)
            let answer = try await server.post(
                "/oauth/v2/revoke", [("token", revoked)], authorization: authorization)
            try #require(answer.status == .ok)
            #expect(try await ask(revoked).status == "401")
        }
    }
}
