internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 8628 §3.1 to §3.3: device authorization")
struct DeviceAuthorizationTests {
    let fixture: DeviceFixture
    var server: TestServer { fixture.server }

    init() async throws {
        fixture = try await DeviceFixture()
    }

    @Test func `a device gets its codes and where a person types one of them`() async throws {
        let response = try await server.post(
            "/oauth/v2/device_authorization", fixture.client.credentials + [("scope", "openid profile")])
        #expect(response.status == .ok)
        #expect(response.fields["Cache-Control"] == "no-store")
        let json = try response.json
        let userCode = try server.text(json, "user_code")
        #expect(userCode.wholeMatch(of: #/[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}/#) != nil)
        #expect(Base64URL.decode(try server.text(json, "device_code"))?.count == 32)
        #expect(json["verification_uri"] == .string("\(TestServer.issuer)/device"))
        #expect(json["verification_uri_complete"] == .string("\(TestServer.issuer)/device?user_code=\(userCode)"))
        #expect(json["expires_in"] == 300)
        #expect(json["interval"] == 5)
    }

    @Test func `no two devices get the same codes`() async throws {
        var codes: Set<String> = []
        for _ in 0..<20 {
            let begun = try await fixture.begin()
            codes.formUnion([begun.deviceCode, begun.userCode])
        }
        #expect(codes.count == 40)
    }

    @Test func `RFC 8628 §5.1: devices of a public client ask so often from one network`() async throws {
        let confidential = try await server.addClient(
            "secret", project: fixture.client.projectID, ["authMethodType": "OIDC_AUTH_METHOD_TYPE_POST"])
        let other = try await server.addClient("other", project: fixture.client.projectID)
        func ask(_ client: TestServer.TestClient, from address: String) async throws -> TestResponse {
            let form = Form(client.credentials.map { (name: $0.0, value: $0.1) }).encoded
            return try await server.send(
                HTTPRequest(
                    .post, path: "/oauth/v2/device_authorization",
                    fields: ["Content-Type": "application/x-www-form-urlencoded"], body: Array(form.utf8),
                    clientAddress: address))
        }
        for number in 0..<RequestLimit.deviceRequests.greatestCount {
            try #require(await ask(fixture.client, from: "2001:db8::\(number % 10)").status == .ok)
        }
        let refused = try await ask(fixture.client, from: "2001:db8::a")
        #expect(refused.status == .tooManyRequests)
        #expect(try refused.json["error"] == "slow_down")
        #expect(Int(refused.fields["Retry-After"] ?? "") == 301)
        // Neither another network nor another client is in the way, nor is one that proves who it is.
        #expect(try await ask(fixture.client, from: "2001:db8:0:1::1").status == .ok)
        #expect(try await ask(other, from: "2001:db8::1").status == .ok)
        for _ in 0...RequestLimit.deviceRequests.greatestCount {
            try #require(await ask(confidential, from: "2001:db8::1").status == .ok)
        }
        server.clock.advance(by: RequestLimit.deviceRequests.span)
        #expect(try await ask(fixture.client, from: "2001:db8::1").status == .ok)
    }

    @Test(arguments: ["BASIC", "POST"])
    func `an application with a secret shows it`(method: String) async throws {
        let client = try await server.addClient(
            "secret", project: fixture.client.projectID,
            ["authMethodType": .string("OIDC_AUTH_METHOD_TYPE_\(method)")])
        #expect(
            try await server.post("/oauth/v2/device_authorization", client.credentials).status == .ok)
        for form in [[("client_id", client.clientID)], [("client_id", client.clientID), ("client_secret", "wrong")]] {
            let response = try await server.post("/oauth/v2/device_authorization", form)
            #expect(response.status == .unauthorized)
            #expect(try response.json["error"] == "invalid_client")
        }
    }

    @Test func `nobody but an application may ask`() async throws {
        let api = try await server.addAPI("api", project: fixture.client.projectID)
        let machine = try await server.addMachine("svc")
        for form in [
            [], [("client_id", "unknown")], [("client_id", api.clientID)],
            [("client_id", machine.clientID), ("client_secret", machine.secret)],
        ] {
            let response = try await server.post("/oauth/v2/device_authorization", form)
            #expect(response.status == .unauthorized)
            #expect(try response.json["error"] == "invalid_client")
        }
        let withSecret = try await server.post(
            "/oauth/v2/device_authorization", [("client_id", api.clientID), ("client_secret", api.secret)])
        #expect(try withSecret.json["error"] == "unauthorized_client")
    }

    @Test func `CVE-2026-9792: an application without the grant can neither begin nor finish`() async throws {
        let other = try await server.addClient(
            "web", project: fixture.client.projectID, ["grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"]])
        let response = try await server.post("/oauth/v2/device_authorization", other.credentials)
        #expect(response.status == .badRequest)
        #expect(try response.json["error"] == "unauthorized_client")
        let begun = try await fixture.begin()
        #expect(try await fixture.approve(begun).status == .ok)
        try await server.call(
            "zitadel.application.v2.ApplicationService/UpdateApplication",
            [
                "applicationId": .string(fixture.client.id), "projectId": .string(fixture.client.projectID),
                "oidcConfiguration": ["grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"]],
            ])
        #expect(try await fixture.outcome(begun) == "unauthorized_client")
    }

    @Test(arguments: [
        ("scope=%22", "invalid_scope"), ("scope=openid&scope=email", "invalid_request"),
        ("scope=%00", "invalid_request"),
    ])
    func `a request that cannot be read is refused`(rest: String, error: String) async throws {
        let response = try await server.send(
            HTTPRequest(
                .post, "/oauth/v2/device_authorization",
                fields: ["Content-Type": "application/x-www-form-urlencoded"],
                body: Array("client_id=\(fixture.client.clientID)&\(rest)".utf8)))
        #expect(response.status == .badRequest)
        #expect(try response.json["error"] == .string(error))
    }

    @Test(arguments: [
        "urn:zitadel:iam:org:id:1 urn:zitadel:iam:org:id:2",
        "urn:zitadel:iam:org:domain:primary:a.example urn:zitadel:iam:org:domain:primary:b.example",
        "urn:zitadel:iam:org:id:4711", "urn:zitadel:iam:org:domain:primary:nowhere.example",
    ])
    func `an organization that nobody can belong to is told to the device, before anybody signs in`(
        scope: String
    ) async throws {
        let response = try await server.post(
            "/oauth/v2/device_authorization", fixture.client.credentials + [("scope", "openid \(scope)")])
        #expect(response.status == .badRequest)
        #expect(try response.json["error"] == "invalid_scope")
    }

    @Test func `an organization that is no longer active is told to the device`() async throws {
        let other = try await server.addOrganization("other")
        let scope = "openid urn:zitadel:iam:org:id:\(other)"
        _ = try await fixture.begin(scope: scope)
        try await server.call(
            "zitadel.org.v2.OrganizationService/DeactivateOrganization", ["organizationId": .string(other)])
        let response = try await server.post(
            "/oauth/v2/device_authorization", fixture.client.credentials + [("scope", scope)])
        #expect(try response.json["error"] == "invalid_scope")
    }

    @Test func `roles that the project does not have are dropped`() async throws {
        let prefix = "urn:zitadel:iam:org:project:role:"
        try await server.call(
            "zitadel.project.v2.ProjectService/AddProjectRole",
            ["projectId": .string(fixture.client.projectID), "roleKey": "viewer", "displayName": "Viewer"])
        let begun = try await fixture.begin(scope: "openid \(prefix)viewer \(prefix)admin")
        _ = try await fixture.approve(begun)
        #expect(try await fixture.poll(begun).json["scope"] == .string("openid \(prefix)viewer"))
    }

    @Test(arguments: [
        ("", "/ui/v2/login/device"), ("?user_code=BCDF-GHJK", "/ui/v2/login/device?user_code=BCDF-GHJK"),
        ("?user_code=bcdfghjk&x=y", "/ui/v2/login/device?user_code=BCDF-GHJK"),
        ("?user_code=https://evil.example", "/ui/v2/login/device"), ("?user_code=%0d%0aX:y", "/ui/v2/login/device"),
        ("?user_code=%zz", "/ui/v2/login/device"),
    ])
    func `the short address leads to the login pages, with a code and nothing else`(
        query: String, location: String
    ) async throws {
        let response = try await server.get("/device\(query)")
        #expect(response.status == .found)
        #expect(response.fields["Location"] == location)
    }

    @Test(arguments: ["bcdf-ghjk", "BCDFGHJK", " bcdf ghjk ", "B-C-D-F-G-H-J-K", "bcdf.ghjk"])
    func `a code may be typed as people type`(typed: String) throws {
        #expect(UserCode(typed)?.text == "BCDF-GHJK")
    }

    @Test(arguments: ["", "BCDF-GHJ", "BCDF-GHJKL", "ACDF-GHJK", "BCDF_GHJK", "BCDF-GHJ1", "ＢCDF-GHJK"])
    func `what is no code is none`(typed: String) throws {
        #expect(UserCode(typed) == nil)
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("unix", "unix"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8::1", "2001:db8:0:0::/64"), ("::1", "0:0:0:0::/64"), ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:db8:0:1::9", "2001:db8:0:1::/64"), ("fe80::", "fe80:0:0:0::/64"),
    ])
    func `guesses are counted for a network of IPv6 together`(address: String, network: String) {
        #expect(UserCodeOrigin(address: address).subject == "network:\(network)")
    }

    @Test func `§5.1: whoever guesses codes has to wait, and nobody else`() async throws {
        let devices = server.devices
        let begun = try await fixture.begin()
        let caller = Caller(
            userID: "login", homeOrganizationID: "o", organizationID: "o",
            memberships: [.init(resource: .instance, roles: [.iamLoginClient])])
        func look(_ code: String, from address: String) async throws -> String {
            do throws(DomainError) {
                return try await devices.request(userCode: code, from: address, by: caller).clientID
            } catch {
                return error.id
            }
        }
        for _ in 0..<20 { #expect(try await look("XXXX-XXXX", from: "192.0.2.1") == "QUERY-Dev1c") }
        #expect(try await look(begun.userCode, from: "192.0.2.1") == "DEVICE-Gu3ss")
        #expect(try await look(begun.userCode, from: "192.0.2.2") == fixture.client.clientID)
        server.clock.advance(by: .seconds(299))
        #expect(try await look(begun.userCode, from: "192.0.2.1") == "DEVICE-Gu3ss")
        server.clock.advance(by: .seconds(1))
        let next = try await fixture.begin()
        #expect(try await look(next.userCode, from: "192.0.2.1") == fixture.client.clientID)
    }
}
