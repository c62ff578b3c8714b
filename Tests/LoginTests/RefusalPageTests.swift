internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: an application that cannot be told")
struct RefusalPageTests {
    let fixture: LoginFixture
    let browser: TestBrowser

    init() async throws {
        fixture = try await LoginFixture()
        browser = fixture.browser()
    }

    @Test(arguments: [
        ("/oauth/v2/authorize", "You cannot be signed in", "client_id is missing"),
        ("/oauth/v2/authorize?client_id=1", "You cannot be signed in", "is not known"),
        ("/oauth/v2/authorize?client_id=1&client_id=2", "You cannot be signed in", "is repeated"),
        ("/oauth/v2/authorize/callback?response=x", "You cannot be signed in", "address of this page is not complete"),
        ("/oidc/v1/end_session?id_token_hint=x", "You cannot be signed out like this", "id_token_hint invalid"),
    ])
    func `a refusal looks like every page`(address: String, title: String, reason: String) async throws {
        let answer = try await browser.open(address)
        #expect(answer.status == .badRequest)
        #expect(browser.title == title)
        #expect(browser.text.contains(reason))
        #expect(browser.text.contains("href=\"/ui/v2/login/assets/login.css"))
        let policy = try #require(answer.fields["Content-Security-Policy"])
        #expect(policy.contains("style-src 'self'") && policy.contains("frame-ancestors 'none'"))
        #expect(answer.fields["X-Frame-Options"] == "DENY")
        #expect(answer.fields["Referrer-Policy"] == "no-referrer")
        #expect(answer.fields["Cache-Control"] == "no-store")
        #expect(answer.fields["Set-Cookie"] == nil)
        // It cannot be loaded again in another language: what was posted is gone.
        #expect(!browser.text.contains("lang=de"))
    }

    @Test func `a refusal speaks the language that is asked for, and the reason is English`() async throws {
        browser.language = "de"
        try await browser.open("/oauth/v2/authorize?client_id=1")
        #expect(browser.title == "Sie können nicht angemeldet werden")
        #expect(
            browser.text.contains("<p class=\"detail\" lang=\"en\">The application that sent you here is not known"))
        try await browser.open("/oauth/v2/authorize?client_id=1&ui_locales=fr%20en")
        #expect(browser.title == "You cannot be signed in")
    }

    @Test func `a request by POST is refused with the same page`() async throws {
        let answer = try await browser.post("/oauth/v2/authorize", [("client_id", "<script>")])
        #expect(answer.status == .badRequest)
        #expect(browser.title == "You cannot be signed in")
        #expect(!browser.text.contains("<script>"))
    }
}
