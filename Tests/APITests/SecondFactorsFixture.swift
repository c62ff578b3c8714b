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

/// The calls about second factors, with the person `minnie` in the organization `acme`, whose address and number are
/// proven, `mickey`, whose are not, and the machine user `robot`.
struct SecondFactorsFixture {
    let api: TestAPI
    let totp: TOTPFactors
    let recoveryCodes: RecoveryCodes

    init() async throws {
        let masterKey = MasterKey.random()
        let (totp, recoveryCodes) = (TOTPFactors(masterKey: masterKey), RecoveryCodes(masterKey: masterKey))
        let clock = TestClock()
        (self.totp, self.recoveryCodes) = (totp, recoveryCodes)
        api = try await TestAPI(clock: clock) { database, ids, wallClock in
            APIMethod.secondFactorMethods(
                SecondFactors(
                    database: database, clock: wallClock, totp: totp, recoveryCodes: recoveryCodes, issuer: "Ac me"))
        }
        try await addUsers()
    }

    private func addUsers() async throws {
        let now = api.clock.now
        @Sendable func human(_ isProven: Bool) -> User.Kind {
            .human(
                Human(
                    givenName: "M", familyName: "Mouse", email: "m@mouse.example", isEmailVerified: isProven,
                    phone: "+41791234567", isPhoneVerified: isProven))
        }
        try await api.database.write { (tx) throws(DomainError) in
            for (id, kind) in [
                ("minnie", human(true)), ("mickey", human(false)), ("robot", .machine(Machine(name: "Robot"))),
            ] {
                try tx.insert(
                    User(
                        id: User.ID(id), organizationID: "acme", username: "\(id)@acme", kind: kind,
                        tokensValidFrom: now, createdAt: now, changedAt: now))
            }
        }
    }

    func call(
        _ method: String, _ message: JSONObject = [:], of user: String = "minnie", as caller: String? = nil
    ) async throws -> TestResponse {
        var message = message
        message["userId"] = .string(user)
        return try await api.connect(
            "zitadel.user.v2.UserService/\(method)", .object(message), as: caller ?? user)
    }

    /// The answer of a call that must succeed.
    @discardableResult
    func answer(
        _ method: String, _ message: JSONObject = [:], of user: String = "minnie", as caller: String? = nil
    ) async throws -> JSONValue {
        let response = try await call(method, message, of: user, as: caller)
        try #require(response.status == .ok, "\(response.text)")
        return try response.json
    }

    /// Begins a registration.
    func register(of user: String = "minnie") async throws -> AuthenticatorApp {
        let begun = try await answer("RegisterTOTP", of: user)
        return AuthenticatorApp(secret: try #require(begun["secret"]?.stringValue))
    }

    /// Registers an application.
    func setUpTOTP(of user: String = "minnie") async throws -> AuthenticatorApp {
        let app = try await register(of: user)
        try await answer("VerifyTOTPRegistration", ["code": .string(code(app))], of: user)
        return app
    }

    /// What an application shows.
    func code(_ app: AuthenticatorApp, stepsFromNow steps: Int64 = 0) -> String {
        app.code(at: api.clock.now, stepsLater: steps)
    }

    /// Whether a password counts now, and is spent, as a session would do it.
    func use(_ code: String, of user: User.ID = "minnie") async throws(DomainError) -> Bool {
        let (totp, now) = (totp, api.clock.now)
        return try await api.database.write { (tx) throws(DomainError) in
            guard let step = try totp.step(of: code, for: user, in: tx, at: now) else { return false }
            return try tx.useTOTPStep(step, of: user)
        }
    }

    func useRecoveryCode(_ code: String, of user: User.ID = "minnie") async throws(DomainError) -> Bool {
        let (recoveryCodes, now) = (recoveryCodes, api.clock.now)
        return try await api.database.write { (tx) throws(DomainError) in
            guard try recoveryCodes.matches(code, of: user, in: tx) else { return false }
            return try recoveryCodes.use(code, of: user, in: tx, at: now)
        }
    }

    func texts(_ sql: SQLText) async throws -> [String] {
        try await api.database.read { (tx) throws(DomainError) in
            try tx.all(sql) { (row) throws(DomainError) in try row.text("value") }
        }
    }
}
