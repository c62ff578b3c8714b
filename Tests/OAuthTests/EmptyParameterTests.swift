internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 6749 §3.1 and §3.2: parameters without a value count as omitted")
struct EmptyParameterTests {
    let server: TestServer
    let signIn: TestSignIn
    let session: TestSession

    init() async throws {
        (server, signIn, _, session) = try await TestSignIn.ofRoad()
    }

    static let ofAuthorization = [
        "state", "nonce", "max_age", "response_mode", "claims", "request", "request_uri", "prompt", "login_hint",
        "id_token_hint", "ui_locales", "acr_values", "display", "resource", "registration",
    ]

    @Test(arguments: ofAuthorization)
    func `an authorization request is answered as one without the parameter`(name: String) async throws {
        let members = try TestSignIn.members(of: try await signIn.callback([(name, "")], session: session))
        #expect(members["code"] != nil)
        #expect(members["state"] == (name == "state" ? nil : "st&ate=1"))
        let response = try await signIn.redeem(#require(members["code"]))
        #expect(response.status == .ok)
        let idToken = try JWTParts(server.text(response.json, "id_token"))
        #expect(idToken.claims["nonce"] == (name == "nonce" ? nil : "n-0S6"))
    }

    @Test func `one empty and one with a value are no repetition`() async throws {
        let form = [("nonce", "")] + signIn.parameters()
        let response = try await signIn.authorize(form: form)
        #expect(response.fields["Location"]?.contains("authRequest=V2_") == true)
    }

    @Test func `a request needs its challenge all the same`() async throws {
        let response = try await signIn.authorize([("code_challenge", ""), ("code_challenge_method", "")])
        let members = try TestSignIn.members(of: #require(response.fields["Location"]))
        #expect(members["error"] == "invalid_request")
    }

    @Test(arguments: ["client_secret", "client_assertion", "client_assertion_type", "scope", "unknown"])
    func `a public client's code is redeemed`(name: String) async throws {
        let response = try await signIn.redeem(try await signIn.code(session: session), [(name, "")])
        #expect(response.status == .ok)
    }

    @Test func `a verifier that is empty is none`() async throws {
        let code = try await signIn.code(session: session)
        let refused = try await signIn.redeem(code, [("code_verifier", "")])
        #expect(try refused.json["error"] == "invalid_grant")
        #expect(try await signIn.redeem(code).status == .ok)
    }

    @Test func `a refresh with an empty scope keeps the scopes`() async throws {
        let first = try await signIn.tokens(session: session)
        let refreshed = try await server.post(
            "/oauth/v2/token",
            [
                ("grant_type", "refresh_token"), ("refresh_token", try server.text(first, "refresh_token")),
                ("scope", ""), ("client_secret", ""),
            ] + signIn.client.credentials)
        #expect(refreshed.status == .ok)
        #expect(try refreshed.json["scope"] == first["scope"])
    }

    @Test(arguments: ["client_secret", "client_assertion", "client_id"])
    func `a client that authenticates in the header may leave the others empty`(name: String) async throws {
        let machine = try await server.addMachine("svc")
        let authorization = "Basic \(Base64.encode("\(machine.clientID):\(machine.secret)".utf8))"
        let form = [("grant_type", "client_credentials"), ("scope", "profile"), (name, "")]
        let response = try await server.post("/oauth/v2/token", form, authorization: authorization)
        #expect(response.status == .ok)
    }

    @Test func `an empty secret is no way to authenticate`() async throws {
        let machine = try await server.addMachine("svc")
        let form = [
            ("grant_type", "client_credentials"), ("scope", "profile"), ("client_id", machine.clientID),
            ("client_secret", ""),
        ]
        let response = try await server.post("/oauth/v2/token", form)
        #expect(response.status == .unauthorized)
        #expect(try response.json["error"] == "invalid_client")
    }
}
