internal import Crypto
internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Flaws that real identity servers had: clients and grants")
struct KnownFlawClientTests {
    private static let jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"

    let server: TestServer
    let machine: TestServer.TestMachine
    let api: TestServer.TestApplication
    let other: TestServer.TestApplication

    init() async throws {
        server = try await TestServer()
        machine = try await server.addMachine("svc")
        api = try await server.addAPI("api", project: try await server.addProject("p"))
        other = try await server.addAPI("other", project: try await server.addProject("q"))
    }

    private func audience(_ application: TestServer.TestApplication) -> String {
        "urn:zitadel:iam:org:project:id:\(application.projectID):aud"
    }

    @Test func `CVE-2026-28513: a client and a secret that do not belong together are refused`() async throws {
        let stranger = try await server.addMachine("stranger")
        let pairs = [
            (machine.clientID, machine.secret), (stranger.clientID, stranger.secret), (api.clientID, api.secret),
            (other.clientID, other.secret),
        ]
        let token = try await server.accessToken(machine, scope: audience(api))
        for (client, own) in pairs {
            for (_, secret) in pairs where secret != own {
                for path in ["/oauth/v2/token", "/oauth/v2/introspect", "/oauth/v2/revoke"] {
                    let response = try await server.post(
                        path,
                        [
                            ("grant_type", "client_credentials"), ("scope", "openid"), ("token", token),
                            ("client_id", client), ("client_secret", secret),
                        ])
                    #expect(response.status == .unauthorized, "\(client) at \(path)")
                }
            }
        }
        #expect(try await server.introspect(token, by: api).json["active"] == true)
    }

    @Test func `CVE-2026-37979, CVE-2026-33496: each client's answer is its own, asked again and again`() async throws {
        let token = try await server.accessToken(machine, scope: audience(api))
        let both = try await server.accessToken(machine, scope: "\(audience(api)) \(audience(other))")
        _ = try await server.authorize(machine.id, "reader", project: api.projectID)
        for _ in 0..<3 {
            #expect(try await server.introspect(token, by: other).text == #"{"active":false}"#)
            #expect(try await server.introspect(token, by: api).json["active"] == true)
            let roles = "urn:zitadel:iam:org:project:roles"
            #expect(try await server.introspect(both, by: api).json[roles]?["reader"] != nil)
            let foreign = try await server.introspect(both, by: other)
            #expect(try foreign.json["active"] == true)
            #expect(!foreign.text.contains("reader"))
        }
    }

    @Test(
        arguments: [
            "password", "authorization_code", "refresh_token", "implicit", "CLIENT_CREDENTIALS",
            " client_credentials", "client_credentials\u{0}", "urn:ietf:params:oauth:grant-type:token-exchange",
            "urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:saml2-bearer",
            "urn:openid:params:grant-type:ciba",
        ])
    func `CVE-2026-9792, CVE-2026-7571, CVE-2026-9704: a grant that is not offered is not reachable`(
        grant: String
    ) async throws {
        let response = try await server.post(
            "/oauth/v2/token",
            [
                ("grant_type", grant), ("scope", "openid"), ("client_id", machine.clientID),
                ("client_secret", machine.secret), ("username", "svc"), ("password", machine.secret),
                ("subject_token", server.administratorToken), ("code", "x"), ("refresh_token", "x"),
                ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
            ])
        #expect(response.status == .badRequest)
        // A NUL is no character of any form; the grants for applications are there, but not for a machine user.
        let errors: [JSONValue] = ["invalid_request", "unauthorized_client", "unsupported_grant_type"]
        let error = try #require(try response.json["error"])
        #expect(errors.contains(error))
    }

    @Test func `CVE-2026-9792: a second grant type beside the first is refused, in body and query`() async throws {
        let form = [
            ("grant_type", "password"), ("scope", "openid"), ("client_id", machine.clientID),
            ("client_secret", machine.secret),
        ]
        let twice = try await server.post("/oauth/v2/token", form + [("grant_type", "client_credentials")])
        #expect(try twice.json["error"] == "invalid_request")
        let inQuery = try await server.post("/oauth/v2/token?grant_type=client_credentials", form)
        #expect(try inQuery.json["error"] == "unsupported_grant_type")
    }

    @Test(arguments: ["assertion", "client_assertion"])
    func `CVE-2026-11800: the public key is no shared secret`(parameter: String) async throws {
        let pair = try PrivateKey.generate(.rsa(bits: 2048))
        let pem = try pair.publicKey.pem()
        let added = try await server.call(
            "zitadel.user.v2.UserService/AddKey",
            [
                "userId": .string(machine.id), "expirationDate": "2030-01-01T00:00:00Z",
                "publicKey": .string(Base64.encode(pem.utf8)),
            ])
        let id = try server.text(added, "keyId")
        let honest = try TestKey(id: id, owner: machine.id, key: pair).assertion(at: server.clock.now)
        let payload = try #require(honest.split(separator: ".").dropFirst().first)
        for secret in [Array(pem.utf8), try pair.publicKey.der(), []] {
            let header: JSONValue = ["alg": "HS256", "kid": .string(id), "typ": "JWT"]
            let input = Base64URL.encode(header.utf8) + "." + payload
            let forged = input + "." + Base64URL.encode(HMACSHA256.code(for: Array(input.utf8), key: secret))
            let response = try await show(forged, as: parameter)
            #expect(response.status == (parameter == "assertion" ? .badRequest : .unauthorized))
        }
        #expect(try await show(honest, as: parameter).status == .ok)
    }

    /// An assertion at the token endpoint, as grant or as client authentication.
    private func show(
        _ assertion: String, as parameter: String, at node: TestServer? = nil
    ) async throws -> TestResponse {
        let form =
            parameter == "assertion"
            ? [("grant_type", Self.jwtBearer), ("assertion", assertion)]
            : [
                ("grant_type", "client_credentials"), ("client_assertion", assertion),
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ]
        return try await (node ?? server).post("/oauth/v2/token", form + [("scope", "openid")])
    }

    @Test(arguments: ["assertion", "client_assertion"])
    func `CVE-2020-5300, CVE-2020-15222: an assertion counts once, on two nodes and in parallel`(
        parameter: String
    ) async throws {
        let second = try await server.node()
        let key = try TestKey(file: server.administratorKeyFile)
        let assertion = try key.assertion(at: server.clock.now, changing: ["jti": "race"])
        let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    let node = number.isMultiple(of: 2) ? server : second
                    return try await show(assertion, as: parameter, at: node).status == .ok
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
    }

    @Test func `CVE-2025-30204, CVE-2025-27144: many dots are no token, and soon`() async throws {
        let dots = String(repeating: ".", count: 1 << 17)
        let elapsed = try await ContinuousClock().measure {
            #expect(try await server.introspect(dots, by: api).text == #"{"active":false}"#)
            #expect(try await server.get("/oidc/v1/userinfo", token: dots).status == .unauthorized)
            let call = try await server.tryCall("zitadel.user.v2.UserService/ListUsers", [:], token: dots)
            #expect(call.status == .unauthorized)
            #expect(try await show(dots, as: "assertion").status == .badRequest)
            #expect(try await show(dots, as: "client_assertion").status == .unauthorized)
        }
        #expect(elapsed < .seconds(5))
    }

    /// Guards against a slow check that runs for known clients alone; the single comparison is constant in time by
    /// construction. Both kinds of attempt alternate, so that the load of the machine meets both alike.
    @Test func `CVE-2025-54999: an unknown client takes as long as a wrong secret`() async throws {
        let clock = ContinuousClock()
        var times: [String: [Duration]] = [:]
        for _ in 0..<300 {
            for client in [machine.clientID, api.clientID, "unknown"] {
                let elapsed = try await clock.measure {
                    let response = try await server.post(
                        "/oauth/v2/token",
                        [
                            ("grant_type", "client_credentials"), ("scope", "openid"), ("client_id", client),
                            ("client_secret", "wrong"),
                        ])
                    #expect(response.status == .unauthorized)
                }
                times[client, default: []].append(elapsed)
            }
        }
        let medians = times.mapValues { $0.sorted()[$0.count / 2] }
        let (fastest, slowest) = (try #require(medians.values.min()), try #require(medians.values.max()))
        #expect(slowest < fastest * 2, "\(medians)")
    }
}
