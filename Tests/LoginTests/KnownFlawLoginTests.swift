internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Flaws that login pages had: what a name opens, what has to come first")
struct KnownFlawLoginTests {
    let fixture: LoginFixture

    init() async throws {
        fixture = try await LoginFixture()
    }

    private var server: TestServer { fixture.server }

    /// A passkey of `minnie`, who has the other factors too.
    private func addPasskey() async throws -> TestAuthenticator {
        let browser = try await fixture.signedIn()
        try await browser.open(browser.link("Sign-in methods"))
        try await browser.choose("passkey")
        let authenticator = try TestAuthenticator()
        let made = try authenticator.create(try browser.options())
        try await browser.submit("form", [("credential", made.text), ("name", "laptop")])
        try #require(browser.path == "/ui/v2/login/mfa/set")
        return authenticator
    }

    /// A browser at the first question after the name.
    private func named(_ name: String = "minnie") async throws -> TestBrowser {
        let browser = fixture.browser()
        try await browser.open("/ui/v2/login/loginname")
        try await browser.submit("form", [("loginName", name)])
        return browser
    }

    private func newestSession() async throws -> Model.Session {
        let sessions = try await server.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT id FROM sessions ORDER BY created_at DESC, id DESC") { (row) throws(DomainError) in
                Model.Session.ID(try row.text("id"))
            }
        }
        let id = try #require(sessions.first)
        return try #require(
            try await server.database.read { (tx) throws(DomainError) in try tx.session(id) })
    }

    @Test func `at the word of a name no code is sent and no second factor asked for`() async throws {
        _ = try await addPasskey()
        for method in ["AddOTPEmail", "AddOTPSMS"] {
            try await server.call("zitadel.user.v2.UserService/\(method)", ["userId": "minnie"])
        }
        let before = await server.messages().count
        let browser = try await named()
        try #require(browser.path == "/ui/v2/login/passkey")
        let step = try #require(browser.address.split(separator: "s=").last)
        for page in ["second-factor", "otp/email", "otp/sms", "otp/time-based", "otp/recovery", "u2f"] {
            try await browser.open("/ui/v2/login/\(page)?s=\(step)")
            #expect(browser.path == "/ui/v2/login/loginname", "\(page)")
        }
        #expect(await server.messages().count == before)
    }

    @Test func `a session that is made for a question lasts ten minutes, then as long as others`() async throws {
        let authenticator = try await addPasskey()
        server.clock.advance(by: .seconds(1))
        let browser = try await named()
        let made = try await newestSession()
        #expect(!made.factors.hasFirst)
        #expect(made.expiresAt == server.clock.now + .minutes(10))
        try await browser.submit("form", [("credential", try authenticator.get(try browser.options()).text)])
        #expect(browser.path == "/ui/v2/login/signedin")
        let proven = try await newestSession()
        #expect(proven.id == made.id)
        #expect(try #require(proven.expiresAt) > server.clock.now + .hours(1))

        server.clock.advance(by: .seconds(1))
        _ = try await named()
        let forgotten = try await newestSession()
        server.clock.advance(by: .minutes(11))
        _ = try await server.database.removeExpired(at: server.clock.now)
        let left = try await server.database.read { (tx) throws(DomainError) in
            (try tx.session(forgotten.id), try tx.session(proven.id))
        }
        #expect(left.0 == nil)
        #expect(left.1 != nil)
    }

    @Test func `sessions in which nothing was proven push none out of the list`() async throws {
        let browser = try await fixture.signedIn()
        let now = server.clock.now
        try await server.database.write { (tx) throws(DomainError) in
            for number in 1...101 {
                try tx.insert(
                    Model.Session(
                        id: Model.Session.ID("z\(number)"), tokenID: "t\(number)", creatorID: "minnie",
                        userID: "minnie", factors: SessionFactors(user: now), agent: UserAgent(),
                        createdAt: now + .seconds(1), changedAt: now + .seconds(1)))
            }
        }
        try await browser.open(browser.address)
        #expect(browser.text.contains("This browser"))
        #expect(!browser.text.contains("value=\"z"))
    }

    private static let laterPages = [
        "mfa/set", "otp/time-based/set", "passkey/set", "u2f/set", "otp/recovery/set", "signedin",
    ]

    @Test(arguments: laterPages)
    func `a password that has to be changed is changed first, whatever page is asked for`(page: String) async throws {
        try await fixture.addHuman("daisy") { $0.isPasswordChangeRequired = true }
        let browser = fixture.browser()
        try await browser.signIn("daisy")
        try #require(browser.path == "/ui/v2/login/password/change")
        let step = try #require(browser.address.split(separator: "s=").last)
        try await browser.open("/ui/v2/login/\(page)?s=\(step)")
        #expect(browser.path == "/ui/v2/login/password/change")
    }

    @Test(arguments: laterPages)
    func `so is one that is too old`(page: String) async throws {
        try await server.database.write { (tx) throws(DomainError) in
            var settings = PasswordExpirySettings()
            settings.greatestAge = 30
            try tx.insert(settings, of: nil, sequence: 1, at: server.clock.now, conflict: .internalFault)
        }
        server.clock.advance(by: .hours(24 * 30))
        let browser = fixture.browser()
        try await browser.signIn("minnie")
        try #require(browser.path == "/ui/v2/login/password/change")
        let step = try #require(browser.address.split(separator: "s=").last)
        try await browser.open("/ui/v2/login/\(page)?s=\(step)")
        #expect(browser.path == "/ui/v2/login/password/change")
    }

    @Test func `a factor that the policy does not offer is not set up`() async throws {
        try await fixture.set(login: ["allowUsernamePassword": true, "passwordlessType": 0])
        let browser = try await fixture.signedIn()
        try await browser.open(browser.link("Sign-in methods"))
        let step = try #require(browser.address.split(separator: "s=").last)
        // Recovery codes are for who has a factor that they can stand in for.
        for page in ["passkey/set", "otp/recovery/set"] {
            let response = try await browser.open("/ui/v2/login/\(page)?s=\(step)")
            #expect(response.status == .forbidden, "\(page)")
            #expect(response.text.contains("LOGIN-N0ff3"), "\(page)")
        }
        let answer = try await server.call(
            "zitadel.user.v2.UserService/ListAuthenticationMethodTypes", ["userId": "minnie"])
        #expect(answer["authMethodTypes"]?.arrayValue?.count == 1)
    }

    @Test func `an address that somebody claims keeps nobody out and leads nobody in`() async throws {
        try await fixture.addHuman("mallory") {
            $0 = Human(
                givenName: "Mallory", familyName: "Rat", email: "minnie@mouse.example", isEmailVerified: false,
                phone: "+41790000000",
                passwordChangedAt: self.server.clock.now, mfaInitSkippedAt: self.server.clock.now)
        }
        let browser = fixture.browser()
        try await browser.signIn("minnie@mouse.example")
        #expect(browser.path == "/ui/v2/login/signedin")
        #expect(browser.text.contains("<dd>minnie@"), "\(browser.text)")
        let other = try await named("+41790000000")
        #expect(other.text.contains("We do not know this name."))
    }

    @Test func `credentials are added only soon after a proof`() async throws {
        let browser = try await fixture.signedIn()
        server.clock.advance(by: .minutes(15))
        try await browser.open(browser.link("Sign-in methods"))
        for factor in ["passkey", "totp"] {
            #expect(browser.path == "/ui/v2/login/mfa/set")
            server.clock.advance(by: .minutes(15))
            try await browser.choose(factor)
            #expect(browser.path == "/ui/v2/login/password")
            #expect(browser.text.contains("Please confirm that it is you."))
            try await browser.submit("form", [("password", LoginFixture.password)])
        }
        try await browser.choose("totp")
        #expect(browser.path == "/ui/v2/login/otp/time-based/set")
    }

    @Test func `where names are not told apart, each is asked for a passkey and none is believed`() async throws {
        try await fixture.set(login: [
            "allowUsernamePassword": true, "passwordlessType": 1, "ignoreUnknownUsernames": true,
        ])
        var credentials: [JSONValue?] = []
        for name in ["minnie", "nobody", "nobody"] {
            let browser = try await named(name)
            try await browser.follow("Use a passkey")
            #expect(browser.path == "/ui/v2/login/passkey", "\(name)")
            let options = try browser.options()["publicKey"]
            credentials.append(options?["allowCredentials"]?.arrayValue?.first?["id"])
            #expect(options?["rpId"] == "localhost")
            try await browser.submit("form", [("credential", "{}")])
            #expect(browser.path == "/ui/v2/login/passkey")
            #expect(browser.text.contains("The key could not be checked."))
        }
        #expect(credentials[0] != credentials[1])
        #expect(credentials[1] != nil && credentials[1] == credentials[2])
        let sessions = try await server.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT id FROM sessions") { (row) throws(DomainError) in try row.text("id") }
        }
        #expect(sessions.isEmpty)
    }

    @Test func `where passwords are not for signing in, the right one is as wrong as any`() async throws {
        var pages: [String] = []
        for (name, password) in [("minnie", LoginFixture.password), ("minnie", "wrong")] {
            let browser = fixture.browser()
            try await fixture.set(login: ["allowUsernamePassword": true, "passwordlessType": 1])
            try await browser.open("/ui/v2/login/loginname")
            try await browser.submit("form", [("loginName", name)])
            // The page is from before; another one asks for no password.
            try await fixture.set(login: ["allowUsernamePassword": false, "passwordlessType": 1])
            try await browser.submit("form", [("password", password)])
            #expect(browser.path == "/ui/v2/login/password")
            #expect(browser.text.contains("Name or password is wrong."))
            pages.append(browser.masked(name))
        }
        #expect(pages[0] == pages[1])
        // Each was compared and counted like a wrong password of nobody.
        let failures = try await server.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT user_id FROM failed_checks") { (row) throws(DomainError) in
                try row.optionalText("user_id")
            }
        }
        #expect(failures == [nil])
    }

    @Test func `the password is proven again in the session that changed it, and the others end`() async throws {
        let (here, there) = (try await fixture.signedIn(), try await fixture.signedIn())
        try await here.open(here.link("Change password"))
        try await here.submit(
            "form", [("current", LoginFixture.password), ("new", "N3w-P4ssword!!"), ("again", "N3w-P4ssword!!")])
        #expect(here.path == "/ui/v2/login/signedin")
        try await there.open(there.address)
        #expect(there.path == "/ui/v2/login/loginname")
        let living = try await server.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT id FROM sessions WHERE terminated_at IS NULL") { (row) throws(DomainError) in
                try row.text("id")
            }
        }
        #expect(living.count == 1)
    }
}
