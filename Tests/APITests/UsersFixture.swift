internal import API
internal import Crypto
internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

/// The user service and the management calls about users, with a human `minnie` in the organization `acme` and a
/// machine user `robot` in each organization: `robot` and `other-robot`.
struct UsersFixture {
    static let service = "zitadel.user.v2.UserService"

    let api: TestAPI
    let tokens: PersonalAccessTokens
    let clients: Clients
    let verifier: Tokens
    let masterKey: MasterKey

    /// - Parameter rules: of new passwords.
    init(rules: PasswordRules = PasswordRules(), hasher: PasswordHasher = .cheap) async throws {
        let masterKey = MasterKey.random()
        self.masterKey = masterKey
        var made: (PersonalAccessTokens, Clients)?
        api = try await TestAPI { database, ids, clock in
            let users = Users(database: database, ids: ids, clock: clock)
            let credentials = MachineCredentials(database: database, ids: ids, clock: clock)
            let tokens = PersonalAccessTokens(
                database: database, ids: ids, clock: clock, sealer: TokenSealer(masterKey: masterKey))
            made = (tokens, Clients(database: database, clock: clock))
            let humans = Humans.test(database, ids, clock, masterKey, rules: rules, hasher: hasher)
            return APIMethod.userService(users, humans, credentials, tokens)
                + APIMethod.managementUsers(users, credentials, tokens)
        }
        (tokens, clients) = try #require(made)
        verifier = Tokens(
            database: api.database, sealer: TokenSealer(masterKey: masterKey),
            signingKeys: SigningKeys(
                database: api.database, clock: api.clock.wallClock, masterKey: masterKey, log: .none),
            issuer: "http://localhost", clock: api.clock.wallClock)
        try await addUsers()
    }

    private func addUsers() async throws {
        let now = api.clock.now
        let human = Human(
            givenName: "Minnie", familyName: "Mouse", email: "mini@mouse.example", isEmailVerified: true,
            passwordChangedAt: now)
        let machine = Machine(name: "Robot", description: "nightly job")
        try await api.database.write { (tx) throws(DomainError) in
            for (id, organization, kind) in [
                ("minnie", "acme", User.Kind.human(human)), ("robot", "acme", .machine(machine)),
                ("other-robot", "other", .machine(machine)),
            ] {
                try tx.insert(
                    User(
                        id: User.ID(id), organizationID: Organization.ID(organization), username: id, kind: kind,
                        tokensValidFrom: now, createdAt: now, changedAt: now))
            }
        }
    }

    func call(_ method: String, _ message: JSONValue = [:], as user: String = "root") async throws -> TestResponse {
        try await api.connect("\(Self.service)/\(method)", message, as: user)
    }

    func manage(
        _ method: HTTPMethod, _ path: String, _ message: JSONValue? = nil, as user: String = "acme-owner",
        organization: String? = nil
    ) async throws -> TestResponse {
        try await api.rest(method, "/management/v1/users\(path)", message, as: user, organization: organization)
    }

    /// The machine user whose secret this is.
    func machine(_ loginName: String, secret: String) async throws -> Subject? {
        let found = try await clients.identity(loginName, secret: Secret(secret), as: .machines, alongside: .nothing)
        guard case .machine(let subject)? = found?.identity else { return nil }
        return subject
    }

    /// The user as the store has it.
    func user(_ id: String) async throws -> User {
        let user = try await api.database.read { (tx) throws(DomainError) in try tx.user(User.ID(id)) }
        return try #require(user)
    }

    /// Lets the user be in any state, whatever it was.
    func setState(_ state: User.State, of id: String) async throws {
        try await api.database.write { (tx) throws(DomainError) in
            for old in User.State.allCases {
                _ = try tx.setState(state, of: User.ID(id), from: old, or: old)
            }
        }
    }

    /// The types of the user's history, the oldest first.
    func history(of id: String) async throws -> [String] {
        try await api.database.read { (tx) throws(DomainError) in
            try tx.all(
                "SELECT type FROM events WHERE aggregate_type = 'user' AND aggregate_id = $1 ORDER BY sequence",
                User.ID(id)
            ) { (row) throws(DomainError) in try row.text("type") }
        }
    }

    /// What all events say besides their type.
    func payloads() async throws -> [String] {
        try await api.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT payload FROM events") { (row) throws(DomainError) in try row.text("payload") }
        }
    }
}

extension Humans {
    /// With cheap hashes, and without waiting after failures: the store keeps the moments, which the test may look at.
    static func test(
        _ database: Database, _ ids: IDGenerator, _ clock: WallClock, _ masterKey: MasterKey,
        rules: PasswordRules = PasswordRules(), hasher: PasswordHasher = .cheap
    ) -> Humans {
        Humans(
            database: database, ids: ids, clock: clock, masterKey: masterKey,
            messages: Messages(masterKey: masterKey, ids: ids, externalURL: "http://localhost"),
            checks: PasswordChecks(
                database: database, hasher: hasher, patience: Patience(clock: clock) { _ in }), rules: rules,
            tokenLifetime: .hours(12))
    }
}

extension PasswordHasher {
    /// One for all tests.
    static let cheap = PasswordHasher(threads: 2, limit: 10_000, cost: .init(memory: 64, passes: 1, lanes: 1))
}

/// Fails with the whole answer in view when status or text are others.
func expect(
    _ response: TestResponse, _ status: HTTPStatus, containing text: String = "",
    at place: SourceLocation = #_sourceLocation
) {
    #expect(response.status == status, "\(response.text)", sourceLocation: place)
    #expect(text.isEmpty || response.text.contains(text), "\(response.text)", sourceLocation: place)
}
