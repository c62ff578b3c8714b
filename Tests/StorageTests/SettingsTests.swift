internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Settings in the store")
struct SettingsTests {
    private static let taken = DomainError(.alreadyExists, "TEST-Taken", "taken")

    private func makeDatabase(_ place: StorePlace) async throws -> Database {
        let database = try Database(place.driver(), ids: IDGenerator(clock: Store.clock), log: .none)
        let now = Store.clock.now()
        _ = try await database.migrate(at: now)
        try await database.write { (tx) throws(DomainError) in
            for id in ["acme", "other"] {
                try tx.insert(
                    Organization(
                        id: Organization.ID(id), name: id, primaryDomain: "\(id).localhost", createdAt: now,
                        changedAt: now))
            }
        }
        return database
    }

    private func lockout(_ failures: Int64) -> LockoutSettings {
        var settings = LockoutSettings()
        settings.greatestPasswordFailures = failures
        return settings
    }

    private func insert(_ settings: LockoutSettings, of organization: Organization.ID?, _ database: Database)
        async throws(DomainError)
    {
        try await database.write { (tx) throws(DomainError) in
            try tx.insert(
                settings, of: organization, sequence: 7, at: Timestamp(milliseconds: 10), conflict: Self.taken)
        }
    }

    private func effective(
        _ organization: Organization.ID?, _ database: Database
    ) async throws(DomainError) -> EffectiveSettings<LockoutSettings> {
        try await database.read(.settings(of: organization))
    }

    @Test(arguments: StoreEngine.allCases)
    func `an organization's own settings win over the instance's, and those over the built-in ones`(
        engine: StoreEngine
    ) async throws {
        let place = try await StorePlace(engine)
        let database = try await makeDatabase(place)
        #expect(try await effective("acme", database) == .builtIn)
        #expect(try await effective(nil, database) == .builtIn)

        try await insert(lockout(3), of: nil, database)
        let choice = SettingsChoice(
            sequence: 7, createdAt: Timestamp(milliseconds: 10), changedAt: Timestamp(milliseconds: 10))
        #expect(try await effective("acme", database) == EffectiveSettings(lockout(3), choice: choice))

        try await insert(lockout(5), of: "acme", database)
        #expect(try await effective("acme", database) == EffectiveSettings(lockout(5), of: "acme", choice: choice))
        #expect(try await effective("other", database).value == lockout(3))
        #expect(try await effective(nil, database).value == lockout(3))

        let isGone = try await database.write { (tx) throws(DomainError) in
            try tx.deleteSettings(LockoutSettings.self, of: "acme")
        }
        #expect(isGone)
        #expect(try await effective("acme", database).value == lockout(3))
    }

    @Test(arguments: StoreEngine.allCases)
    func `settings are chosen once, can be replaced, and go with their organization`(
        engine: StoreEngine
    ) async throws {
        let place = try await StorePlace(engine)
        let database = try await makeDatabase(place)
        try await insert(lockout(5), of: "acme", database)
        await #expect(throws: Self.taken) { try await insert(lockout(6), of: "acme", database) }
        await #expect(throws: DomainError.internalFault) { try await insert(lockout(6), of: "nowhere", database) }
        let settings = lockout(9)
        try await database.write { (tx) throws(DomainError) in
            try tx.put(settings, of: "acme", sequence: 8, at: Timestamp(milliseconds: 20))
        }
        #expect(
            try await effective("acme", database)
                == EffectiveSettings(
                    lockout(9), of: "acme",
                    choice: SettingsChoice(
                        sequence: 8, createdAt: Timestamp(milliseconds: 10), changedAt: Timestamp(milliseconds: 20))))
        try await database.write { (tx) throws(DomainError) in _ = try tx.deleteOrganization("acme") }
        #expect(try await effective("acme", database) == .builtIn)
    }

    @Test func `what was stored without a newer member has its default, and an unknown value is refused`() throws {
        #expect(LockoutSettings(json: ["greatestPasswordFailures": 4]) == lockout(4))
        #expect(LockoutSettings(json: ["greatestPasswordFailures": "four"]) == nil)
        #expect(LoginSettings(json: ["secondFactors": ["totp", "horoscope"]]) == nil)
        #expect(BrandingSettings(json: ["themeMode": "pink"]) == nil)
    }

    @Test func `every kind of settings reads what it has written`() {
        func returns<Settings: StoredSettings>(_ settings: Settings) -> Bool {
            Settings(json: settings.json) == settings
        }
        var login = LoginSettings()
        login.secondFactors = LoginSettings.SecondFactor.allCases
        login.multiFactors = []
        login.forcesMFA = true
        login.passwordCheckLifetime = .seconds(1)
        login.defaultRedirectURI = "https://app.example"
        #expect(returns(login))
        var branding = BrandingSettings()
        branding.themeMode = .dark
        branding.primaryColor = "#000001"
        #expect(returns(branding))
        #expect(returns(BrandingPreview(branding)))
        var security = SecuritySettings()
        security.framingOrigins = ["https://a.example", "https://b.example"]
        #expect(returns(security))
        #expect(returns(PasswordComplexitySettings()))
        #expect(returns(PasswordExpirySettings()))
        #expect(returns(DomainSettings()))
        #expect(returns(LegalAndSupportSettings()))
        #expect(returns(NotificationSettings()))
    }
}
