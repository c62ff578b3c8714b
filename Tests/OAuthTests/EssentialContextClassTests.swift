internal import HTTP
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

@Suite("OpenID Connect Core §5.5.1.1: an essential acr")
struct EssentialContextClassTests {
    /// What is proven besides the name.
    enum Proof: Sendable {
        case password
        /// A code by mail beside the password.
        case code
        /// A recovery code beside the password, of somebody who has nothing that it could stand in for.
        case mereRecoveryCode
        case securityKey
        case passkey
    }

    private static let sessions = "zitadel.session.v2.SessionService"
    private static let users = "zitadel.user.v2.UserService"

    let server: TestServer
    let signIn: TestSignIn
    let user: String

    init() async throws {
        (server, signIn, user, _) = try await TestSignIn.ofRoad()
    }

    private static func essential(_ values: [String]) -> (String, String?) {
        ("claims", JSONValue.object(["id_token": ["acr": ["essential": true, "values": .strings(values)]]]).text)
    }

    private func session(_ proof: Proof) async throws -> TestSession {
        let password: JSONValue = ["password": "Secr3t-P4ssword!"]
        switch proof {
        case .password: return try await server.signIn(user)
        case .code:
            try await server.call("\(Self.users)/AddOTPEmail", ["userId": .string(user)])
            let begun = try await begin(["password": password], ["otpEmail": ["returnCode": [:]]])
            return try await prove(begun, ["otpEmail": ["code": begun["challenges"]?["otpEmail"] ?? .null]])
        case .mereRecoveryCode:
            let codes = try await server.call(
                "\(Self.users)/GenerateRecoveryCodes", ["userId": .string(user), "count": 1])
            let code = codes["recoveryCodes"]?[0] ?? .null
            return try made(await begin(["password": password, "recoveryCode": ["code": code]]))
        case .securityKey:
            let key = try await register("U2F", "u2fId", "tokenName")
            let begun = try await begin(["password": password], question("DISCOURAGED"))
            return try await prove(begun, with: key)
        case .passkey:
            let key = try await register("Passkey", "passkeyId", "passkeyName")
            return try await prove(await begin([:], question("REQUIRED")), with: key)
        }
    }

    private func question(_ verification: String) -> JSONObject {
        [
            "webAuthN": [
                "domain": "localhost",
                "userVerificationRequirement": .string("USER_VERIFICATION_REQUIREMENT_\(verification)"),
            ]
        ]
    }

    private func begin(_ checks: JSONObject, _ challenges: JSONObject = [:]) async throws -> JSONValue {
        var checks = checks
        checks["user"] = ["userId": .string(user)]
        return try await server.call(
            "\(Self.sessions)/CreateSession", ["checks": .object(checks), "challenges": .object(challenges)])
    }

    private func made(_ answer: JSONValue) throws -> TestSession {
        TestSession(id: try server.text(answer, "sessionId"), token: try server.text(answer, "sessionToken"))
    }

    private func prove(_ begun: JSONValue, _ checks: JSONValue) async throws -> TestSession {
        let id = try server.text(begun, "sessionId")
        let proven = try await server.call(
            "\(Self.sessions)/SetSession", ["sessionId": .string(id), "checks": checks])
        return TestSession(id: id, token: try server.text(proven, "sessionToken"))
    }

    private func prove(_ begun: JSONValue, with key: TestAuthenticator) async throws -> TestSession {
        let options = try #require(begun["challenges"]?["webAuthN"]?["publicKeyCredentialRequestOptions"])
        return try await prove(begun, ["webAuthN": ["credentialAssertionData": try key.get(options)]])
    }

    private func register(_ kind: String, _ id: String, _ name: String) async throws -> TestAuthenticator {
        let begun = try await server.call(
            "\(Self.users)/Register\(kind)", ["userId": .string(user), "domain": "localhost"])
        let key = try TestAuthenticator()
        let credential = try key.create(begun["publicKeyCredentialCreationOptions"] ?? .null)
        try await server.call(
            "\(Self.users)/Verify\(kind)Registration",
            .object([
                "userId": .string(user), id: begun[id] ?? .null, name: "key", "publicKeyCredential": credential,
            ]))
        return key
    }

    private func acr(_ tokens: JSONValue) throws -> JSONValue? {
        try JWTParts(server.text(tokens, "id_token")).claims["acr"]
    }

    @Test(
        arguments: [
            (.password, ["mfa"]), (.password, ["phr", "mfa"]), (.password, ["silver", "mfa"]),
            (.code, ["phr"]), (.mereRecoveryCode, ["mfa"]),
        ] as [(Proof, [String])])
    func `a sign-in that reaches none of the values is none, and the request waits for a better one`(
        proof: Proof, values: [String]
    ) async throws {
        let request = try await signIn.request([Self.essential(values)])
        let refused = try await signIn.answer(request, session: session(proof))
        #expect(refused.status == .badRequest)
        #expect(try refused.json["code"] == "failed_precondition")
        #expect(refused.text.contains("OIDC-We4k1"), "\(refused.text)")
        #expect(try await signIn.answer(request, session: session(.passkey)).status == .ok)
    }

    @Test(
        arguments: [
            (.password, ["1fa"], "1fa"), (.password, ["phr", "mfa", "1fa"], "1fa"), (.code, ["mfa"], "mfa"),
            (.code, ["1fa"], "1fa"), (.code, ["1fa", "mfa"], "1fa"), (.code, ["silver", "phr", "mfa"], "mfa"),
            (.mereRecoveryCode, ["1fa"], "1fa"), (.securityKey, ["phr"], "phr"), (.passkey, ["mfa"], "mfa"),
            (.passkey, ["mfa", "phr"], "mfa"), (.passkey, ["phr", "mfa"], "phr"),
        ] as [(Proof, [String], JSONValue)])
    func `the ID token has the most wanted of the values that was reached, also after a refresh`(
        proof: Proof, values: [String], acr: JSONValue
    ) async throws {
        let tokens = try await signIn.tokens([Self.essential(values)], session: session(proof))
        #expect(try self.acr(tokens) == acr)
        let refreshed = try await signIn.refresh(server.text(tokens, "refresh_token"))
        #expect(try self.acr(refreshed.json) == acr)
    }

    @Test func `one value is a list of one`() async throws {
        let claims = ("claims", #"{"id_token":{"acr":{"essential":true,"value":"mfa"}}}"# as String?)
        let request = try await signIn.request([claims])
        #expect(try await signIn.answer(request, session: session(.password)).text.contains("OIDC-We4k1"))
        #expect(try await acr(signIn.tokens([claims], session: session(.code))) == "mfa")
    }

    @Test(
        arguments: [
            (.password, ("acr_values", "phr mfa"), "1fa"), (.password, ("acr_values", "silver"), "1fa"),
            (.passkey, ("acr_values", "mfa phr"), "mfa"), (.passkey, ("acr_values", "silver"), "phr"),
            (.password, ("claims", #"{"id_token":{"acr":{"values":["phr"]}}}"#), "1fa"),
            (.password, ("claims", #"{"id_token":{"acr":{"essential":false,"value":"mfa"}}}"#), "1fa"),
            (.password, ("claims", #"{"id_token":{"acr":null}}"#), "1fa"),
            (.password, ("claims", #"{"id_token":{"acr":{"essential":true}}}"#), "1fa"),
            (.password, ("claims", #"{"id_token":{"acr":{"essential":true,"values":[]}}}"#), "1fa"),
            (.code, ("claims", #"{"id_token":{"acr":{"essential":true}}}"#), "mfa"),
            (.password, ("claims", #"{"userinfo":{"acr":{"essential":true,"value":"mfa"}}}"#), nil),
            (.password, ("prompt", nil), nil),
        ] as [(Proof, (String, String?), JSONValue?)])
    func `a wish keeps nobody out, and is told what was reached`(
        proof: Proof, wish: (String, String?), acr: JSONValue?
    ) async throws {
        #expect(try await self.acr(signIn.tokens([wish], session: session(proof))) == acr)
    }

    @Test func `what is required counts before what is wished`() async throws {
        let changes = [Self.essential(["mfa"]), ("acr_values", "1fa")]
        let request = try await signIn.request(changes)
        #expect(try await signIn.answer(request, session: session(.password)).text.contains("OIDC-We4k1"))
        #expect(try await acr(signIn.tokens(changes, session: session(.code))) == "mfa")
    }

    @Test func `tokens that come without a code are held to it as well`() async throws {
        let client = try await server.addClient(
            "implicit", project: signIn.client.projectID,
            [
                "responseTypes": ["OIDC_RESPONSE_TYPE_ID_TOKEN"], "grantTypes": ["OIDC_GRANT_TYPE_IMPLICIT"],
                "applicationType": "OIDC_APP_TYPE_USER_AGENT",
            ])
        let implicit = TestSignIn(server, client)
        let changes: [(String, String?)] = [
            ("response_type", "id_token"), ("code_challenge", nil), ("code_challenge_method", nil),
            ("scope", "openid"), Self.essential(["phr", "mfa"]),
        ]
        let request = try await implicit.request(changes)
        #expect(try await implicit.answer(request, session: session(.password)).text.contains("OIDC-We4k1"))
        let members = try TestSignIn.members(of: await implicit.callback(changes, session: session(.code)))
        #expect(try JWTParts(try #require(members["id_token"])).claims["acr"] == "mfa")
    }

    @Test func `§5.5.1: an essential auth_time is told`() async throws {
        let claims = ("claims", #"{"id_token":{"auth_time":{"essential":true}}}"# as String?)
        let session = try await session(.password)
        let tokens = try await signIn.tokens([claims], session: session)
        let told = try JWTParts(server.text(tokens, "id_token")).claims["auth_time"]?.integerValue
        #expect(told == server.clock.now.seconds)
    }
}
