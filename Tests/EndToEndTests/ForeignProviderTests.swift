internal import Foundation
internal import Glibc
internal import Platform
internal import TestSupport
internal import Testing

#if canImport(FoundationNetworking)
    internal import FoundationNetworking
#endif

/// The program against an OpenID provider that nobody here wrote, over the network.
@Suite("An identity provider of somebody else")
struct ForeignProviderTests {
    private static let claims = """
        {"sub": "foreign-7", "name": "Minnie Mouse", "given_name": "Minnie", "family_name": "Mouse", \
        "preferred_username": "mini", "email": "minnie@mouse.example", "email_verified": true}
        """
    private static let users = "zitadel.user.v2.UserService"

    private let provider: ChildProcess
    private let issuer: String
    private let alcazar: AlcazarProcess
    private let origin: String
    private let token: String

    init() async throws {
        let (mockPort, port) = (Int.random(in: 10000..<20000), Int.random(in: 20000..<32000))
        issuer = "http://127.0.0.1:\(mockPort)"
        provider = try await ChildProcess(
            PythonEnvironment.program("oidc-provider-mock"),
            ["--port", "\(mockPort)", "--require-nonce", "--user-claims", Self.claims])
        origin = "http://127.0.0.1:\(port)"
        alcazar = try AlcazarProcess(
            port: port,
            settings: LifeTests.firstInstance.merging([
                "ALCAZAR_EXTERNAL_URL": origin, "ALCAZAR_OUTBOUND_ALLOWEDHOSTS": "127.0.0.1",
            ]) { $1 })
        try await alcazar.start()
        token = try String(contentsOfFile: "\(alcazar.folder)/root.pat", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        for _ in 0..<200 {
            if await (try? Self.send("\(issuer)/.well-known/openid-configuration"))?.status == 200 { return }
            try #require(provider.isRunning, "\(provider.error)")
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    @Test(arguments: [false, true])
    func `somebody signs in there, gets an account and comes again`(mapsIDToken: Bool) async throws {
        let idp = try await addProvider(mapsIDToken: mapsIDToken)
        let first = try await signIn(at: idp)
        #expect(first["user"] == nil)
        let answer = try await call(
            "RetrieveIdentityProviderIntent",
            ["idpIntentId": .string(#require(first["id"])), "idpIntentToken": .string(#require(first["token"]))])
        #expect(answer["idpInformation"]?["userId"] == "foreign-7")
        #expect(answer["idpInformation"]?["userName"] == "mini")
        let human = try #require(answer["addHumanUser"])
        #expect(human["email"] == ["email": "minnie@mouse.example", "isVerified": true])
        let user = try #require(await call("AddHumanUser", human)["userId"])
        let second = try await signIn(at: idp)
        #expect(second["user"].map { .string($0) } == user)
        let session = try await alcazar.call(
            "zitadel.session.v2.SessionService/CreateSession",
            [
                "checks": [
                    "user": ["userId": user],
                    "idpIntent": [
                        "idpIntentId": .string(#require(second["id"])),
                        "idpIntentToken": .string(#require(second["token"])),
                    ],
                ]
            ], token: token)
        #expect(session.status == 200)
        #expect(alcazar.end(SIGTERM) == 0)
    }

    /// This provider forgets the state when somebody declines, against RFC 6749 §4.1.2.1.
    @Test func `an answer that does not say to what leads nobody anywhere`() async throws {
        let end = try await visit(addProvider(mapsIDToken: false), "action=deny")
        #expect(end.url.hasPrefix("\(origin)/idps/callback/"), "\(end.url)")
        #expect(end.status == 400 && end.body.contains("IDP-Answ1"))
        #expect(alcazar.end(SIGTERM) == 0)
    }

    private func addProvider(mapsIDToken: Bool) async throws -> JSONValue {
        let message: JSONValue = [
            "name": "Mock", "issuer": .string(issuer), "clientId": "any", "clientSecret": "any",
            "isIdTokenMapping": .bool(mapsIDToken),
        ]
        let answer = try await Self.send(
            "\(origin)/admin/v1/idps/generic_oidc", token: token, body: message.text, type: "application/json")
        try #require(answer.status == 200, "\(answer.body)")
        return try #require(try JSONValue(parsing: Array(answer.body.utf8))["id"])
    }

    /// Signs in at the provider, and comes back.
    /// - Returns: what the client is told.
    private func signIn(at idp: JSONValue) async throws -> [String: String] {
        let end = try await visit(idp, "sub=foreign-7")
        try #require(end.url.hasPrefix("\(origin)/debug/healthz?"), "\(end.url) \(end.body) \(alcazar.logged)")
        return try TestSignIn.members(of: end.url)
    }

    /// Goes to the provider, where a form is sent, and as far back as redirects lead.
    private func visit(
        _ idp: JSONValue, _ form: String
    ) async throws -> (status: Int, url: String, body: String) {
        // Everything is answered here, and nobody looks at the query.
        let back: JSONValue = .string("\(origin)/debug/healthz")
        let started = try await call(
            "StartIdentityProviderIntent", ["idpId": idp, "urls": ["successUrl": back, "failureUrl": back]])
        let url = try #require(started["authUrl"]?.stringValue)
        return try await Self.send(url, body: form, type: "application/x-www-form-urlencoded")
    }

    private func call(_ method: String, _ message: JSONValue) async throws -> JSONValue {
        let answer = try await alcazar.call("\(Self.users)/\(method)", message, token: token)
        try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self)) \(alcazar.logged)")
        return try answer.json
    }

    /// Sends a request and follows redirects.
    private static func send(
        _ url: String, token: String? = nil, body: String? = nil, type: String = ""
    ) async throws -> (status: Int, url: String, body: String) {
        var request = URLRequest(url: try #require(URL(string: url)))
        request.timeoutInterval = 10
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        if let body {
            request.httpMethod = "POST"
            request.httpBody = Data(body.utf8)
            request.setValue(type, forHTTPHeaderField: "Content-Type")
        }
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        return (status, response.url?.absoluteString ?? "", String(decoding: data, as: UTF8.self))
    }
}
