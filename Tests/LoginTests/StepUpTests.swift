internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: OpenID Connect Core §5.5.1.1, a sign-in as strong as the application requires")
struct StepUpTests {
    let scene: StepUpScene

    init() async throws {
        scene = try await StepUpScene()
    }

    @Test func `mfa: who has shown the password alone shows the second factor, and is back`() async throws {
        let (browser, app) = try await scene.withPasswordAlone(scene.addTOTP)
        try await scene.authorize(browser, ["mfa"])
        #expect(browser.path == "/ui/v2/login/otp/time-based")
        try await scene.show(app, browser)
        #expect(try await scene.acr(browser) == "mfa")
    }

    @Test(arguments: [["mfa"], ["phr"], ["phr", "mfa"]])
    func `who has a passkey shows it, whatever the policy`(values: [String]) async throws {
        let (browser, key) = try await scene.withPasswordAlone { try await scene.addKey("passkey") }
        try await scene.authorize(browser, values)
        #expect(browser.path == "/ui/v2/login/passkey")
        try await scene.show(key, browser)
        #expect(try await scene.acr(browser) == .string(values[0]))
        // From now on it is there.
        try await scene.authorize(browser, values)
        #expect(try await scene.acr(browser) == .string(values[0]))
    }

    @Test func `1fa: the password is enough`() async throws {
        let browser = scene.fixture.browser()
        try await scene.authorize(browser, ["1fa"])
        try await browser.submit("form", [("loginName", "minnie"), ("action", "")])
        try await scene.password(browser)
        #expect(try await scene.acr(browser) == "1fa")
    }

    @Test func `phr: of several factors only a key serves, and nothing else is asked for`() async throws {
        let app = try await scene.addTOTP()
        let setUp = scene.fixture.browser()
        try await setUp.signIn("minnie")
        try await scene.show(app, setUp)
        try await setUp.openSetUp()
        try await setUp.choose("securityKey")
        let key = try await scene.create(in: setUp)
        let browser = scene.fixture.browser()
        try await scene.authorize(browser, ["phr"])
        try await browser.submit("form", [("loginName", "minnie"), ("action", "")])
        try await scene.password(browser)
        #expect(browser.path == "/ui/v2/login/u2f")
        let page = browser.address
        try await browser.follow("Confirm another way")
        #expect(browser.path == "/ui/v2/login/second-factor")
        #expect(!browser.text.contains("Authenticator app"))
        try await browser.open(page)
        try await scene.show(key, browser)
        #expect(try await scene.acr(browser) == "phr")
    }

    @Test func `phr: who has shown another factor shows the key as well, and chooses among keys`() async throws {
        let app = try await scene.addTOTP()
        let browser = scene.fixture.browser()
        try await browser.signIn("minnie")
        try await scene.show(app, browser)
        try await browser.openSetUp()
        try await browser.choose("securityKey")
        let key = try await scene.create(in: browser)
        try await browser.openSetUp()
        try await browser.choose("passkey")
        _ = try await scene.create(in: browser)
        try await scene.authorize(browser, ["phr"])
        #expect(browser.path == "/ui/v2/login/second-factor")
        #expect(try browser.choice("Passkey").hasPrefix("/ui/v2/login/passkey?"))
        try await browser.open(browser.choice("Security key"))
        try await scene.show(key, browser)
        #expect(try await scene.acr(browser) == "phr")
    }

    // MARK: - With a new proof

    @Test(arguments: [[("prompt", "login")], [("max_age", "0")], [("prompt", "login"), ("max_age", "0")]])
    func `a new proof of each factor is asked for once`(more: [(String, String?)]) async throws {
        let (browser, app) = try await scene.withPasswordAlone(scene.addTOTP)
        try await scene.authorize(browser, ["mfa"], more)
        #expect(browser.path == "/ui/v2/login/password")
        try await scene.password(browser)
        #expect(browser.path == "/ui/v2/login/otp/time-based")
        try await scene.show(app, browser)
        #expect(try await scene.acr(browser) == "mfa")
    }

    @Test func `max_age and a passkey to be set up lead to an end`() async throws {
        let browser = try await scene.fixture.signedIn()
        scene.server.clock.advance(by: .minutes(1))
        try await scene.authorize(browser, ["phr"], [("max_age", "0")])
        try await scene.password(browser)
        #expect(browser.path == "/ui/v2/login/mfa/set")
        scene.server.clock.advance(by: .minutes(3))
        try await browser.choose("passkey")
        scene.server.clock.advance(by: .minutes(3))
        let key = try await scene.create(in: browser)
        // The password is too old by now, and a passkey is more than one.
        #expect(browser.path == "/ui/v2/login/passkey")
        try await scene.show(key, browser)
        #expect(try await scene.acr(browser) == "phr")
    }

    // MARK: - Without a page

    @Test func `prompt=none: what is missing is told apart`() async throws {
        let (browser, _) = try await scene.withPasswordAlone(scene.addTOTP)
        try await scene.authorize(browser, ["1fa"], [("prompt", "none")])
        // A second factor that somebody has is asked for in any case.
        #expect(try scene.answer(browser)["error"] == "login_required")
        try await scene.authorize(browser, ["mfa"], [("prompt", "none")])
        #expect(try scene.answer(browser)["error"] == "login_required")
        try await scene.fixture.addHuman("daisy")
        let other = try await scene.fixture.signedIn("daisy")
        try await scene.authorize(other, ["1fa"], [("prompt", "none")])
        #expect(try await scene.acr(other) == "1fa")
        try await scene.authorize(other, ["mfa"], [("prompt", "none")])
        #expect(try scene.answer(other)["error"] == "interaction_required")
        try await scene.offerNothing()
        try await scene.authorize(other, ["mfa"], [("prompt", "none")])
        #expect(try scene.answer(other)["error"] == "unmet_authentication_requirements")
    }
}
