internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

/// Two services on one machine: people have accounts at the first, which is the identity provider, and come to the second
/// with them. In the second there is `minnie` with a password.
struct ProviderFixture: Sendable {
    static let password = "Pr0vider-P4ssword!"

    let provider: TestServer
    let login: LoginFixture
    /// The identifier of the provider in the second service.
    let idp: String

    var server: TestServer { login.server }

    /// - Parameters:
    ///   - options: of the provider, as the API names them.
    ///   - settings: of the provider besides.
    static func run(
        _ options: JSONObject, settings: JSONObject = [:], _ body: (ProviderFixture) async throws -> Void
    ) async throws {
        let clock = TestClock()
        try await TestServer.live(clock: clock) { provider in
            let login = LoginFixture(try await TestServer(allowedHosts: ["localhost"], clock: clock))
            try await login.addHuman("minnie")
            let idp = try await login.server.addProvider(
                "Castle", servedBy: provider,
                registration: ["developmentMode": true, "idTokenUserinfoAssertion": true], settings, options: options)
            let fixture = ProviderFixture(provider: provider, login: login, idp: idp)
            _ = try await fixture.addPerson("donald")
            try await body(fixture)
        }
    }

    /// Somebody who has an account at the provider.
    func addPerson(_ name: String, email: String? = nil, isVerified: Bool = true) async throws -> String {
        let created = try await provider.call(
            "zitadel.user.v2.UserService/CreateUser",
            [
                "organizationId": .string(provider.organizationID), "username": .string(name),
                "human": [
                    "profile": ["givenName": "Donald", "familyName": "Duck", "preferredLanguage": "de"],
                    "email": ["email": .string(email ?? "\(name)@duck.example"), "isVerified": .bool(isVerified)],
                    "password": ["password": .string(Self.password)],
                ],
            ])
        let id = try provider.text(created, "id")
        try await provider.call("zitadel.user.v2.UserService/HumanMFAInitSkipped", ["userId": .string(id)])
        return id
    }

    /// Takes a browser that was sent to the provider through its pages, and back.
    /// - Returns: the answer that the browser has brought, which was not sent yet.
    func signInThere(_ location: String, as name: String = "donald") async throws -> String {
        try #require(location.hasPrefix("\(provider.issuer)/oauth/v2/authorize?"), "\(location)")
        let there = TestBrowser(provider)
        try await there.open(String(location.dropFirst(provider.issuer.count)))
        let entrance = try #require(there.page?.fields["Location"])
        try await there.open(String(entrance.dropFirst(provider.issuer.count)))
        try await there.submit("form", [("loginName", name)])
        try await there.submit("form", [("password", Self.password)])
        let back = try #require(there.page?.fields["Location"], "\(there.text)")
        try #require(back.hasPrefix("\(server.issuer)/idps/callback/\(idp)?"), "\(back)")
        return String(back.dropFirst(server.issuer.count))
    }

    /// Where a browser is sent that follows a link.
    func departure(of browser: TestBrowser, by words: String = "Sign in with Castle") async throws -> String {
        try await browser.follow(words)
        return try #require(browser.page?.fields["Location"], "\(browser.text)")
    }

    /// Brings an answer of the provider back.
    func bring(_ answer: String, to browser: TestBrowser) async throws {
        try await browser.open(answer)
        guard let location = browser.page?.fields["Location"], location.hasPrefix(server.issuer) else { return }
        try await browser.open(String(location.dropFirst(server.issuer.count)))
    }

    /// Signs in at the provider, and comes back.
    func visit(_ browser: TestBrowser, as name: String = "donald") async throws {
        try await browser.open("\(LoginFixture.base)/loginname")
        try await bring(signInThere(departure(of: browser), as: name), to: browser)
    }

    func links(of user: String) async throws -> [JSONValue] {
        try await server.call("zitadel.user.v2.UserService/ListIDPLinks", ["userId": .string(user)])["result"]?
            .arrayValue ?? []
    }

    /// The people of the second service who have this e-mail address.
    func people(_ email: String) async throws -> [JSONValue] {
        try await server.call(
            "zitadel.user.v2.UserService/ListUsers",
            ["queries": [["emailQuery": ["emailAddress": .string(email)]]]])["result"]?.arrayValue ?? []
    }
}
