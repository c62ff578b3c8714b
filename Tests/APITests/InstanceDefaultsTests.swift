internal import App
internal import Crypto
internal import Domain
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Settings of a new instance")
struct InstanceDefaultsTests {
    /// Sets a store up with what the environment says.
    private func setUp(
        _ environment: [String: String]
    ) async throws -> (place: StorePlace, database: Database, made: SetUpInstance?) {
        let first = try Configuration(environment: environment).firstInstance
        let place = try await StorePlace(.ofService, isForService: true)
        let clock = TestClock()
        let ids = IDGenerator(clock: clock.wallClock)
        let database = try Database(place.driver(), ids: ids, log: .none)
        _ = try await database.migrate(at: clock.now)
        let made = try await InstanceSetup(
            database: database, masterKey: .random(), ids: ids, clock: clock.wallClock, instanceDomain: "localhost",
            externalURL: "http://localhost:8080"
        ).runIfEmpty(first)
        return (place, database, made)
    }

    @Test func `without a choice nothing is stored`() async throws {
        let (place, database, made) = try await setUp([:])
        let count = try await database.read { (tx) throws(DomainError) in
            try tx.first("SELECT COUNT(*) AS n FROM settings") { (row) throws(DomainError) in try row.integer("n") }
        }
        #expect(count == 0)
        #expect(made?.loginName == "zitadel-admin@zitadel.localhost")
        withExtendedLifetime(place) {}
    }

    @Test func `what the environment chooses holds from the start`() async throws {
        let prefix = "ALCAZAR_DEFAULTINSTANCE_"
        let (place, database, made) = try await setUp([
            "\(prefix)LOGINPOLICY_FORCEMFA": "true", "\(prefix)LOGINPOLICY_PASSWORDLESSTYPE": "0",
            "\(prefix)LOGINPOLICY_PASSWORDCHECKLIFETIME": "12h",
            "\(prefix)PASSWORDCOMPLEXITYPOLICY_MINLENGTH": "12", "\(prefix)PASSWORDAGEPOLICY_MAXAGEDAYS": "365",
            "\(prefix)LOCKOUTPOLICY_MAXOTPATTEMPTS": "5", "\(prefix)LABELPOLICY_THEMEMODE": "Dark",
            "\(prefix)PRIVACYPOLICY_TOSLINK": "https://acme.example/tos",
            "\(prefix)NOTIFICATIONPOLICY_PASSWORDCHANGE": "false",
            "\(prefix)DOMAINPOLICY_USERLOGINMUSTBEDOMAIN": "true",
        ])
        let login = try await database.read(.settings(LoginSettings.self, of: nil)).value
        #expect(login.forcesMFA)
        #expect(!login.allowsPasskeys)
        #expect(login.allowsRegistration)
        #expect(login.passwordCheckLifetime == .hours(12))
        #expect(try await database.read(.settings(PasswordComplexitySettings.self, of: nil)).value.leastLength == 12)
        #expect(try await database.read(.settings(PasswordExpirySettings.self, of: nil)).value.greatestAge == 365)
        #expect(try await database.read(.settings(LockoutSettings.self, of: nil)).value.greatestOTPFailures == 5)
        #expect(try await database.read(.settings(BrandingSettings.self, of: nil)).value.themeMode == .dark)
        #expect(try await database.read(.settings(BrandingPreview.self, of: nil)).value.branding.themeMode == .dark)
        let legal = try await database.read(.settings(LegalAndSupportSettings.self, of: nil)).value
        #expect(legal.termsOfServiceLink == "https://acme.example/tos")
        #expect(try await !database.read(.settings(NotificationSettings.self, of: nil)).value.tellsOfPasswordChange)
        // The administrator's user name is unique in the organization, and the login name ends in its domain.
        #expect(made?.loginName == "zitadel-admin@zitadel.localhost")
        let names = try await database.read { (tx) throws(DomainError) in
            try tx.all(
                "SELECT username, CASE WHEN username_scope = organization_id THEN 1 ELSE 0 END AS is_scoped FROM users"
            ) {
                (row) throws(DomainError) in (try row.text("username"), try row.integer("is_scoped"))
            }
        }
        #expect(names.map(\.0) == ["zitadel-admin"])
        #expect(names.map(\.1) == [1])
        withExtendedLifetime(place) {}
    }

    @Test(
        arguments: [
            ("LOGINPOLICY_FORCEMFA", "maybe", "must be true or false"),
            ("LOGINPOLICY_DEFAULTREDIRECTURI", "javascript:alert(1)", "RedirectURIInvalid"),
            ("PASSWORDCOMPLEXITYPOLICY_MINLENGTH", "73", "from 1 to 72"),
            ("PASSWORDAGEPOLICY_MAXAGEDAYS", "-1", "from 0"),
            ("LABELPOLICY_PRIMARYCOLOR", "red", "PrimaryColor"), ("LABELPOLICY_THEMEMODE", "pink", "auto, light"),
            ("PRIVACYPOLICY_HELPLINK", "help", "https://"),
        ])
    func `a choice that cannot be is a mistake`(name: String, value: String, text: String) throws {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration(environment: ["ALCAZAR_DEFAULTINSTANCE_\(name)": value])
        }
        #expect(error?.mistakes.contains { $0.contains(text) } == true, "\(error?.mistakes ?? [])")
    }
}
