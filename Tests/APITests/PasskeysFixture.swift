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

/// The calls about passkeys and security keys, with the people `minnie` and `mickey` in the organization `acme` and
/// `other-minnie` in `other`, and the machine user `robot`.
struct PasskeysFixture {
    let api: TestAPI
    let passkeys: Passkeys
    let log = LogRecorder()

    init() async throws {
        let recorder = log
        let masterKey = MasterKey.random()
        var made: Passkeys?
        api = try await TestAPI { database, ids, clock in
            let passkeys = Passkeys(
                database: database, ids: ids, clock: clock, codes: Codes(masterKey: masterKey, ids: ids),
                messages: Messages(masterKey: masterKey, ids: ids, externalURL: "http://localhost:8080"),
                relyingParties: RelyingParties(name: "ZITADEL", externalURL: "http://localhost:8080"),
                log: Log(minimum: .debug, clock: clock, sink: { recorder.append($0) }))
            made = passkeys
            return APIMethod.passkeyMethods(passkeys)
        }
        passkeys = try #require(made)
        try await addUsers()
    }

    private func addUsers() async throws {
        let now = api.clock.now
        let human = Human(
            givenName: "Minnie", familyName: "Mouse", email: "mini@mouse.example", isEmailVerified: true)
        try await api.database.write { (tx) throws(DomainError) in
            for (id, organization, kind) in [
                ("minnie", "acme", User.Kind.human(human)), ("mickey", "acme", .human(human)),
                ("other-minnie", "other", .human(human)), ("robot", "acme", .machine(Machine(name: "Robot"))),
            ] {
                try tx.insert(
                    User(
                        id: User.ID(id), organizationID: Organization.ID(organization), username: id, kind: kind,
                        tokensValidFrom: now, createdAt: now, changedAt: now))
            }
        }
    }

    func call(_ method: String, _ message: JSONValue, as user: String = "minnie") async throws -> TestResponse {
        try await api.connect("zitadel.user.v2.UserService/\(method)", message, as: user)
    }

    /// The answer of a call that must succeed.
    func answer(_ method: String, _ message: JSONValue, as user: String = "minnie") async throws -> JSONValue {
        let response = try await call(method, message, as: user)
        try #require(response.status == .ok, "\(response.text)")
        return try response.json
    }

    /// A registration that was begun: its identifier and the options for the browser.
    func begin(
        _ kind: WebAuthnCredential.Kind = .passkey, of user: String = "minnie", domain: String = ""
    ) async throws -> (id: String, options: JSONValue) {
        let method = kind == .passkey ? "RegisterPasskey" : "RegisterU2F"
        let started = try await answer(
            method, ["userId": .string(user), "domain": .string(domain)], as: user)
        let id = try started.text(kind == .passkey ? "passkeyId" : "u2fId")
        return (id, try #require(started["publicKeyCredentialCreationOptions"]))
    }

    func verify(
        _ id: String, _ credential: JSONValue, _ kind: WebAuthnCredential.Kind = .passkey, of user: String = "minnie",
        as caller: String? = nil
    ) async throws -> TestResponse {
        let id = JSONValue.string(id)
        let message: JSONValue =
            switch kind {
            case .passkey:
                [
                    "userId": .string(user), "passkeyId": id, "publicKeyCredential": credential,
                    "passkeyName": "laptop",
                ]
            case .u2f: ["userId": .string(user), "u2fId": id, "publicKeyCredential": credential, "tokenName": "key"]
            }
        return try await call(
            kind == .passkey ? "VerifyPasskeyRegistration" : "VerifyU2FRegistration", message, as: caller ?? user)
    }

    /// Registers the authenticator.
    /// - Returns: the credential's identifier here.
    @discardableResult
    func register(
        _ authenticator: TestAuthenticator, _ kind: WebAuthnCredential.Kind = .passkey, of user: String = "minnie",
        domain: String = ""
    ) async throws -> String {
        let (id, options) = try await begin(kind, of: user, domain: domain)
        let response = try await verify(id, authenticator.create(options), kind, of: user)
        try #require(response.status == .ok, "\(response.text)")
        return id
    }

    /// Challenges the user's authenticators.
    func challenge(
        _ verification: UserVerification = .required, of user: String = "minnie", domain: String = ""
    ) async throws(DomainError) -> (options: JSONObject, stored: JSONObject) {
        let now = api.clock.now
        return try await api.database.write { (tx) throws(DomainError) in
            try passkeys.challenge(
                domain: domain, userVerification: verification, for: User.ID(user), in: tx, at: now)
        }
    }

    /// Verifies an assertion and remembers it, as a session does.
    @discardableResult
    func prove(
        _ assertion: JSONValue, against stored: JSONObject, of user: String = "minnie"
    ) async throws(DomainError) -> WebAuthnProof {
        let (now, assertion) = (api.clock.now, assertion.objectValue ?? [:])
        return try await api.database.write { (tx) throws(DomainError) in
            let proof = try passkeys.verify(
                assertion: assertion, against: stored, of: User.ID(user), in: tx, at: now)
            guard try tx.noteUse(of: proof, at: now) else {
                throw DomainError(.aborted, "late", "another assertion was faster")
            }
            return proof
        }
    }

    /// The types of the user's history, the oldest first.
    func history(of id: String = "minnie") async throws -> [String] {
        try await api.database.read { (tx) throws(DomainError) in
            try tx.all(
                "SELECT type FROM events WHERE aggregate_type = 'user' AND aggregate_id = $1 ORDER BY sequence",
                User.ID(id)
            ) { (row) throws(DomainError) in try row.text("type") }
        }
    }
}
