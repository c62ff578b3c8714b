internal import Crypto
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

/// The whole service with one person, `minnie`, who has a password and chose to have no second factor.
struct LoginFixture: Sendable {
    static let password = "Secr3t-P4ssword!"
    static let base = "/ui/v2/login"
    private static let hash = Task { try PasswordHash.hash(password) }

    let server: TestServer

    init() async throws {
        server = try await TestServer()
        try await addHuman("minnie")
    }

    /// On a service of the caller's, with nobody in it.
    init(_ server: TestServer) {
        self.server = server
    }

    func addHuman(
        _ name: String, organization: String? = nil, displayName: String? = nil,
        _ change: (inout Human) -> Void = { _ in }
    ) async throws {
        let now = server.clock.now
        var human = Human(
            givenName: name, familyName: "Mouse", displayName: displayName, email: "\(name)@mouse.example",
            isEmailVerified: true, phone: "+41791234567", isPhoneVerified: true, passwordChangedAt: now)
        change(&human)
        let (made, hash) = (human, try await Self.hash.value)
        try await server.database.write { (tx) throws(DomainError) in
            try tx.insert(
                User(
                    id: User.ID(name), organizationID: Organization.ID(organization ?? server.organizationID),
                    username: name, kind: .human(made), tokensValidFrom: now, createdAt: now, changedAt: now),
                passwordHash: hash)
        }
        try await server.call("zitadel.user.v2.UserService/HumanMFAInitSkipped", ["userId": .string(name)])
    }

    /// Settings of the instance.
    func set(login settings: JSONValue) async throws { try await set("login", settings) }

    func set(lockout settings: JSONValue) async throws { try await set("lockout", settings) }

    private func set(_ policy: String, _ settings: JSONValue) async throws {
        let response = try await server.send(
            HTTPRequest(
                .put, "/admin/v1/policies/\(policy)",
                fields: ["Authorization": "Bearer \(server.administratorToken)", "Content-Type": "application/json"],
                body: settings.utf8))
        try #require(response.status == .ok, "\(response.text)")
    }

    /// Settings of the organization, in which passwords let people in, and what they can set up.
    /// - Parameters:
    ///   - second: as the API names them, without the prefix.
    func offer(second: [String], passkeys: Bool = false, isForced: Bool) async throws {
        let kinds: [JSONValue] = passkeys ? ["MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION"] : []
        let response = try await server.send(
            HTTPRequest(
                .post, "/management/v1/policies/login",
                fields: ["Authorization": "Bearer \(server.administratorToken)", "Content-Type": "application/json"],
                body: ([
                    "allowUsernamePassword": true, "passwordlessType": passkeys ? 1 : 0, "forceMfa": .bool(isForced),
                    "mfaInitSkipLifetime": "3600s", "multiFactors": .array(kinds),
                    "secondFactors": .array(second.map { .string("SECOND_FACTOR_TYPE_\($0)") }),
                ] as JSONValue).utf8))
        try #require(response.status == .ok, "\(response.text)")
    }

    func browser() -> TestBrowser { TestBrowser(server) }

    /// A browser in which somebody has just signed in.
    func signedIn(_ name: String = "minnie") async throws -> TestBrowser {
        let browser = browser()
        try await browser.signIn(name)
        try #require(browser.path == "\(Self.base)/signedin", "\(browser.text)")
        return browser
    }
}

extension TestBrowser {
    func signIn(_ name: String, password: String = LoginFixture.password) async throws {
        try await open("\(LoginFixture.base)/login")
        if path.hasSuffix("accounts") { try await follow("Use another account") }
        try await submit("form", [("loginName", name)])
        try await submit("form", [("password", password)])
    }
}
