internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: OpenID Connect Core §5.5.1.1, a factor that the application requires is set up")
struct StepUpSetUpTests {
    let scene: StepUpScene

    init() async throws {
        scene = try await StepUpScene()
    }

    @Test func `mfa: who has no second factor sets one up, and nothing leads past it`() async throws {
        let browser = try await scene.fixture.signedIn()
        try await scene.authorize(browser, ["mfa"])
        #expect(browser.path == "/ui/v2/login/mfa/set")
        #expect(browser.title == "A safer way to sign in")
        #expect(browser.text.contains("value=\"totp\"") && browser.text.contains("value=\"passkey\""))
        #expect(!browser.text.contains("Not now"))
        let form = try #require(browser.forms.first)
        try await browser.post(form.action, form.fields + [("action", "skip")])
        #expect(browser.path == "/ui/v2/login/mfa/set")
        let step = try #require(browser.address.split(separator: "s=").last)
        try await browser.open("/ui/v2/login/consent?s=\(step)")
        try await browser.submit("form", [("action", "allow")])
        // Nobody agrees to anything with less.
        #expect(browser.path == "/ui/v2/login/consent" && browser.text.contains("Something went wrong."))
        try await browser.open("/ui/v2/login/mfa/set?s=\(step)")
        try await browser.choose("totp")
        try await browser.submit(
            "form", [("code", try AuthenticatorApp(of: browser).code(at: scene.server.clock.now))])
        #expect(try await scene.acr(browser) == "mfa")
    }

    @Test func `phr: only keys are set up, also by who has another second factor`() async throws {
        let app = try await scene.addTOTP()
        let browser = scene.fixture.browser()
        try await browser.signIn("minnie")
        try await scene.show(app, browser)
        try await scene.authorize(browser, ["phr"])
        #expect(browser.path == "/ui/v2/login/mfa/set")
        for (factor, isOffered) in [
            ("passkey", true), ("securityKey", true), ("totp", false), ("sms", false), ("email", false),
            ("recovery", false),
        ] {
            #expect(browser.text.contains("name=\"factor\" value=\"\(factor)\"") == isOffered, "\(factor)")
        }
        let form = try #require(browser.forms.first)
        try await browser.post(form.action, form.fields + [("factor", "email")])
        #expect(browser.path == "/ui/v2/login/mfa/set")
        try await browser.choose("securityKey")
        let key = try await scene.create(in: browser)
        #expect(browser.path == "/ui/v2/login/u2f")
        try await scene.show(key, browser)
        #expect(try await scene.acr(browser) == "phr")
    }

    @Test(arguments: [false, true])
    func `a browser that was left alone gets no factor of whoever finds it`(isForced: Bool) async throws {
        let app = try await scene.addTOTP()
        if isForced {
            try await scene.fixture.set(login: [
                "allowUsernamePassword": true, "passwordlessType": 1, "forceMfa": true,
                "secondFactors": ["SECOND_FACTOR_TYPE_OTP"],
                "multiFactors": ["MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION"],
            ])
        }
        let browser = scene.fixture.browser()
        try await browser.signIn("minnie")
        try await scene.show(app, browser)
        scene.server.clock.advance(by: .minutes(16))
        try await scene.authorize(browser, ["phr"])
        #expect(browser.path == "/ui/v2/login/mfa/set")
        try await browser.choose("passkey")
        #expect(browser.path == "/ui/v2/login/password")
        #expect(browser.text.contains("Please confirm that it is you."))
        try await scene.password(browser)
        #expect(browser.path == "/ui/v2/login/mfa/set")
        try await browser.choose("passkey")
        let key = try await scene.create(in: browser)
        try await scene.show(key, browser)
        #expect(try await scene.acr(browser) == "phr")
    }

    @Test func `who does not want to goes back without a sign-in`() async throws {
        let browser = try await scene.fixture.signedIn()
        try await scene.authorize(browser, ["mfa"])
        try await browser.submit("cancel", [("action", "cancel")])
        #expect(try scene.answer(browser)["error"] == "access_denied")
    }

    @Test(arguments: [["mfa"], ["phr"], ["phr", "mfa"]])
    func `where the policy offers nothing the application is told so`(values: [String]) async throws {
        try await scene.offerNothing()
        let browser = scene.fixture.browser()
        try await scene.authorize(browser, values)
        try await browser.submit("form", [("loginName", "minnie"), ("action", "")])
        try await scene.password(browser)
        let answer = try scene.answer(browser)
        #expect(answer["error"] == "unmet_authentication_requirements")
        #expect(answer["state"] == "st&ate=1" && answer["iss"] == TestServer.issuer && answer["code"] == nil)
    }
}
