internal import Crypto
internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

/// The whole service with two people in its first organization, `minnie` and `mickey`, who have the same password.
struct SessionsFixture: Sendable {
    static let service = "zitadel.session.v2.SessionService"
    static let password = "Secr3t-P4ssword!"
    private static let hash = Task { try PasswordHash.hash(password) }

    let server: TestServer

    init() async throws {
        server = try await TestServer()
        for name in ["minnie", "mickey"] { try await addHuman(name) }
    }

    /// - Parameter hash: by default of ``password``.
    func addHuman(_ name: String, organization: String? = nil, hash: String? = nil) async throws {
        let now = server.clock.now
        let home = Organization.ID(organization ?? server.organizationID)
        let passwordHash = if let hash { hash } else { try await Self.hash.value }
        try await server.database.write { (tx) throws(DomainError) in
            try tx.insert(
                User(
                    id: User.ID(name), organizationID: home, username: name,
                    kind: .human(
                        Human(
                            givenName: name, familyName: "Mouse", email: "\(name)@mouse.example",
                            isEmailVerified: true, phone: "+41791234567", isPhoneVerified: true,
                            passwordChangedAt: now)), tokensValidFrom: now, createdAt: now, changedAt: now),
                passwordHash: passwordHash.isEmpty ? nil : passwordHash)
        }
    }

    func call(_ method: String, _ message: JSONValue, token: String? = nil) async throws -> TestResponse {
        try await server.tryCall("\(Self.service)/\(method)", message, token: token)
    }

    func rest(
        _ method: HTTPMethod, _ target: String, _ message: JSONValue? = nil, token: String? = nil
    ) async throws -> TestResponse {
        try await server.send(
            HTTPRequest(
                method, target, fields: ["Authorization": "Bearer \(token ?? server.administratorToken)"],
                body: message?.utf8 ?? []))
    }

    /// A session with these checks, which must pass.
    func session(_ checks: JSONValue = ["user": ["loginName": "minnie"]]) async throws -> Made {
        Made(try await server.call("\(Self.service)/CreateSession", ["checks": checks]))
    }

    struct Made: Sendable {
        let id: String
        let token: String

        init(_ answer: JSONValue) {
            id = answer["sessionId"]?.stringValue ?? ""
            token = answer["sessionToken"]?.stringValue ?? ""
        }
    }

    /// The session as its maker sees it.
    func stored(_ session: Made) async throws -> JSONValue {
        let answer = try await server.call("\(Self.service)/GetSession", ["sessionId": .string(session.id)])
        return try #require(answer["session"])
    }

    /// Tries a password in a new session.
    func login(_ name: String, password: String) async throws -> TestResponse {
        try await call(
            "CreateSession",
            ["checks": ["user": ["loginName": .string(name)], "password": ["password": .string(password)]]])
    }

    func choose(_ settings: some StoredSettings) async throws {
        try await server.database.write { (tx) throws(DomainError) in
            try tx.insert(settings, of: nil, sequence: 1, at: server.clock.now, conflict: .internalFault)
        }
    }

    /// Lets the failures of a user be forgotten.
    func forgive(_ user: String) async throws {
        try await server.database.write { (tx) throws(DomainError) in try tx.clearFailedChecks(of: User.ID(user)) }
    }

    func state(of user: String) async throws -> User.State? {
        try await server.database.read { (tx) throws(DomainError) in try tx.user(User.ID(user))?.state }
    }

    /// How many sessions the store has, ended ones included.
    func count() async throws -> Int64? {
        try await server.database.read { (tx) throws(DomainError) in
            try tx.first("SELECT COUNT(*) AS n FROM sessions") { (row) throws(DomainError) in try row.integer("n") }
        }
    }

    /// A token of a machine user with a role in the instance or an organization.
    func machine(_ name: String, role: String? = nil, organization: String? = nil) async throws -> String {
        let machine = try await server.addMachine(name, organization: organization)
        if let role {
            try await server.call(
                "zitadel.internal_permission.v2.InternalPermissionService/CreateAdministrator",
                [
                    "userId": .string(machine.id), "roles": [.string(role)],
                    "resource": organization.map { ["organizationId": .string($0)] } ?? ["instance": true],
                ])
        }
        let token = try await server.call(
            "zitadel.user.v2.UserService/AddPersonalAccessToken",
            ["userId": .string(machine.id), "expirationDate": "2030-01-01T00:00:00Z"])
        return try server.text(token, "token")
    }
}
