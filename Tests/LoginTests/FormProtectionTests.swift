internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@testable internal import Login

@Suite("Login pages: forms, cookies, fields, links")
struct FormProtectionTests {
    let fixture: LoginFixture

    init() async throws {
        fixture = try await LoginFixture()
    }

    private func passwordForm(_ browser: TestBrowser) async throws -> TestBrowser.TestForm {
        try await browser.open("/ui/v2/login/loginname")
        try await browser.submit("form", [("loginName", "minnie")])
        return try #require(browser.forms.first)
    }

    @Test(arguments: ["proof", "s"])
    func `a form without its proof or its step is refused`(field: String) async throws {
        let browser = fixture.browser()
        let form = try await passwordForm(browser)
        for value in [nil, "", "AAAA", "%%%"] {
            var pairs = form.fields.filter { $0.0 != field && $0.0 != "password" }
            pairs.append(("password", LoginFixture.password))
            if let value { pairs.append((field, value)) }
            let answer = try await browser.post(form.action, pairs)
            #expect(answer.status == .forbidden)
            #expect(browser.title == "This page has expired")
        }
    }

    @Test func `a form of another browser is refused, with and without its cookie`() async throws {
        let attacker = fixture.browser()
        let form = try await passwordForm(attacker)
        let pairs = form.fields.filter { $0.0 != "password" } + [("password", LoginFixture.password)]
        for victim in [fixture.browser(), try await fixture.signedIn()] {
            let answer = try await victim.post(form.action, pairs)
            #expect(answer.status == .forbidden)
        }
        #expect(try await attacker.post(form.action, pairs).status == .ok)
    }

    @Test func `the proof of one page is none on another`() async throws {
        let browser = fixture.browser()
        let form = try await passwordForm(browser)
        let answer = try await browser.post("/ui/v2/login/loginname", form.fields + [("loginName", "minnie")])
        #expect(answer.status == .forbidden)
    }

    @Test func `the step of one form does not go with the proof of another`() async throws {
        let browser = fixture.browser()
        let first = try await passwordForm(browser)
        let second = try await passwordForm(browser)
        let step = try #require(second.fields.first { $0.0 == "s" })
        let pairs = first.fields.filter { $0.0 != "s" } + [step]
        #expect(try await browser.post(first.action, pairs).status == .forbidden)
    }

    @Test func `a form that was open for an hour is refused`() async throws {
        let browser = fixture.browser()
        let form = try await passwordForm(browser)
        fixture.server.clock.advance(by: .minutes(60))
        let pairs = form.fields.filter { $0.0 != "password" } + [("password", LoginFixture.password)]
        #expect(try await browser.post(form.action, pairs).status == .forbidden)
    }

    @Test func `a form of another media type is refused`() async throws {
        let answer = try await fixture.server.send(
            HTTPRequest(
                .post, "/ui/v2/login/loginname", fields: ["Content-Type": "text/plain"], body: Array("s=1".utf8)))
        #expect(answer.status == .forbidden)
    }

    @Test func `CVE-2026-7507: a link with the step of another browser leads nowhere`() async throws {
        let attacker = fixture.browser()
        _ = try await passwordForm(attacker)
        let victim = try await fixture.signedIn()
        let answer = try await victim.open(attacker.address)
        #expect(answer.status == .forbidden)
        #expect(victim.title == "This page has expired")
    }

    @Test func `CVE-2024-28197: a cookie that was set before the sign-in is not taken over`() async throws {
        let attacker = fixture.browser()
        _ = try await passwordForm(attacker)
        let planted = attacker.cookies
        let victim = fixture.browser()
        for (name, value) in planted { victim.set(cookie: name, to: value) }
        try await victim.signIn("minnie")
        #expect(victim.cookies != planted)
        // What the attacker knows has no account in it.
        try await attacker.open("/ui/v2/login/login")
        #expect(attacker.path == "/ui/v2/login/loginname")
        try await attacker.open("/ui/v2/login/signedin")
        #expect(attacker.path == "/ui/v2/login/loginname")
    }

    @Test func `each sign-in has a session of its own`() async throws {
        let browser = try await fixture.signedIn()
        try await browser.open("/ui/v2/login/login")
        let first = browser.text.between("name=\"session\" value=\"", "\"")
        try await browser.signIn("minnie")
        try await browser.open("/ui/v2/login/login")
        #expect(browser.text.between("name=\"session\" value=\"", "\"") != first)
    }

    @Test func `a cookie that was altered counts as none`() async throws {
        let browser = try await fixture.signedIn()
        let (name, value) = try #require(browser.cookies.first)
        for altered in [String(value.dropLast(4)), value + "AAAA", "AAAA", String(repeating: "A", count: 9000)] {
            browser.set(cookie: name, to: altered)
            try await browser.open("/ui/v2/login/login")
            #expect(browser.path == "/ui/v2/login/loginname")
        }
    }

    @Test func `the cookie is for us alone`() async throws {
        let answer = try await fixture.browser().open("/ui/v2/login/loginname")
        let cookie = try #require(answer.fields["Set-Cookie"])
        #expect(cookie.hasPrefix("alcazar-login="))
        #expect(cookie.contains("; Path=/; HttpOnly; SameSite=Lax"))
        #expect(!cookie.contains("Domain"))
    }

    @Test func `the cookie stays small however many accounts sign in`() async throws {
        let browser = fixture.browser()
        for index in 0..<12 {
            try await fixture.addHuman("mouse-\(index)")
            try await browser.signIn("mouse-\(index)")
        }
        #expect(browser.cookies.allSatisfy { $0.key.utf8.count + $0.value.utf8.count < 4000 })
        try await browser.open("/ui/v2/login/login")
        #expect(browser.text.components("name=\"session\"").count - 1 == 10)
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' autofocus onfocus='alert(1)", "</title><b>",
        "&lt;b&gt;<b>", "\u{202E}evil<b>", "javascript:alert(1)//<b>",
    ])
    func `CVE-2026-33758, CVE-2019-8400: markup that somebody types is shown as text`(name: String) async throws {
        let browser = fixture.browser()
        try await browser.open("/ui/v2/login/loginname")
        try await browser.submit("form", [("loginName", name)])
        #expect(!browser.text.contains("<script>"))
        #expect(!browser.text.contains("<img"))
        #expect(!browser.text.contains("<b>"))
        #expect(!browser.text.contains("' autofocus"))
        #expect(!browser.text.contains("\u{202E}"))
    }

    @Test func `CVE-2024-41953: markup in a display name is shown as text`() async throws {
        try await fixture.addHuman("daisy", displayName: "<img src=x onerror=alert(1)>&\"'")
        let browser = try await fixture.signedIn("daisy")
        #expect(browser.text.contains("&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;"))
        try await browser.open("/ui/v2/login/login")
        #expect(!browser.text.contains("<img"))
    }

    @Test(arguments: [
        "javascript:alert(1)", "data:text/html,x", "//evil.example", "vbscript:x", "https:\\\\evil", " http://x", "/x",
    ])
    func `CVE-2026-29192: an address that runs script is no address`(target: String) async throws {
        #expect(SafeURL(configured: target) == nil)
    }

    @Test func `the default redirect is where people go without an application`() async throws {
        try await fixture.set(login: [
            "allowUsernamePassword": true, "passwordlessType": 1, "defaultRedirectUri": "https://app.example/start",
        ])
        let browser = fixture.browser()
        try await browser.signIn("minnie")
        #expect(browser.page?.status == .seeOther)
        #expect(browser.page?.fields["Location"] == "https://app.example/start")
    }

    @Test(arguments: [
        "/ui/v2/login/login?redirect=https://evil.example", "/ui/v2/login/loginname?return_to=//evil.example",
        "/ui/login/login?authRequestID=x&url=https://evil.example", "/ui/login/https:%5C%5Cevil.example",
        "/ui/v2/login/signedin?post_logout_redirect=https://evil.example",
    ])
    func `CVE-2024-25715: no parameter leads away`(target: String) async throws {
        let answer = try await fixture.browser().open(target, following: false)
        if let location = answer.fields["Location"] { #expect(location.hasPrefix("/ui/v2/login/")) }
        #expect(!answer.text.contains("href=\"https://evil"))
    }
}
