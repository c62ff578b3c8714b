internal import Crypto
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

extension UsersFixture {
    /// A human of `acme` with the password `Secr3tP4ssw0rd!`, made by `acme-owner`. Others see nothing of it.
    func addHuman(_ id: String, _ members: JSONObject = [:], password: String? = Self.password) async throws {
        var human: JSONObject = [
            "profile": ["givenName": "Daisy", "familyName": "Duck"],
            "email": ["email": .string("\(id)@duck.example"), "isVerified": true],
        ]
        if let password { human["password"] = ["password": .string(password)] }
        for member in members.members { human[member.name] = member.value }
        let response = try await call(
            "CreateUser", ["organizationId": "acme", "userId": .string(id), "human": .object(human)],
            as: "acme-owner")
        try #require(response.status == .ok, "\(response.text)")
    }

    static let password = "Secr3tP4ssw0rd!"
    static let otherPassword = "An0ther-P4ssword"

    func human(_ id: String) async throws -> Human {
        try #require(try await user(id).human)
    }

    /// Whether this is the user's password now, by the stored hash.
    func isPassword(_ password: String, of id: String) async throws -> Bool {
        let hash = try await api.database.read(.passwordHash(of: User.ID(id)))
        return try PasswordHash.verify(password, against: try #require(hash))
    }

    /// What waits to be sent to a user: `email verifyEmail`.
    func messages(to id: String) async throws -> [String] {
        try await api.database.read { (tx) throws(DomainError) in
            try tx.all(
                "SELECT channel, kind FROM messages WHERE user_id = $1 ORDER BY created_at, id", User.ID(id)
            ) { (row) throws(DomainError) in "\(try row.text("channel")) \(try row.text("kind"))" }
        }
    }

    /// The code that a call returns.
    func code(
        _ method: String, _ message: JSONObject, field: String = "verificationCode", as user: String = "acme-owner"
    ) async throws -> JSONValue {
        let response = try await call(method, .object(message), as: user)
        try #require(response.status == .ok, "\(response.text)")
        return try #require(try response.json[field])
    }

    /// Sets the password of `daisy`, or whom the message names.
    /// - Parameter user: by default the only one who may.
    func setPassword(_ message: JSONObject, as user: String? = nil) async throws -> TestResponse {
        let user = user ?? (message["currentPassword"] == nil ? "nobody" : "daisy")
        var message = message
        message["userId"] = message["userId"] ?? "daisy"
        message["newPassword"] = message["newPassword"] ?? ["password": .string(Self.otherPassword)]
        return try await call("SetPassword", .object(message), as: user)
    }

    func passwordCode(of id: String = "daisy") async throws -> JSONValue {
        try await code("PasswordReset", ["userId": .string(id), "returnCode": [:]])
    }

    /// Failed checks of a user's password.
    func failures(of id: String) async throws -> Int64 {
        try await api.database.read(.failedChecks(of: .user(User.ID(id)), .password))?.count ?? 0
    }

    /// A session in which the user's password was proven.
    func addSession(_ id: String, of user: String) async throws {
        let now = api.clock.now
        var session = Model.Session(
            id: Model.Session.ID(rawValue: id), tokenID: "t", creatorID: "root", agent: UserAgent(), createdAt: now,
            changedAt: now)
        session.userID = User.ID(user)
        session.factors.user = now
        session.factors.password = now
        let stored = session
        try await api.database.write { (tx) throws(DomainError) in try tx.insert(stored) }
    }

    func session(_ id: String) async throws -> Model.Session {
        try #require(try await api.database.read(.session(Model.Session.ID(rawValue: id))))
    }

    func set<Settings: StoredSettings>(_ settings: Settings, of organization: Organization.ID? = nil) async throws {
        let now = api.clock.now
        try await api.database.write { (tx) throws(DomainError) in
            try tx.put(settings, of: organization, sequence: 1, at: now)
        }
    }
}
