internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: second factors and passkeys")
struct FactorPageTests {
    let fixture: LoginFixture

    init() async throws {
        fixture = try await LoginFixture()
    }

    private var server: TestServer { fixture.server }

    @Test func `an authenticator application is set up, and asked for from then on`() async throws {
        let browser = try await fixture.signedIn()
        try await browser.openSetUp()
        try await browser.choose("totp")
        #expect(browser.path == "/ui/v2/login/otp/time-based/set")
        #expect(browser.text.contains("<svg class=\"qr\""))
        let form = try #require(browser.forms.first)
        let app = try AuthenticatorApp(of: browser)
        let first = app.code(at: server.clock.now)
        try await browser.submit("form", [("code", first)])
        // The code has proven in this session as well that the application is there.
        #expect(browser.path == "/ui/v2/login/mfa/set")
        #expect(browser.text.contains("It is set up."))

        let other = fixture.browser()
        try await other.signIn("minnie")
        #expect(other.path == "/ui/v2/login/otp/time-based")
        // RFC 6238 §5.2: it has had its use, also for who sends the form of the set-up once more.
        try await other.submit("form", [("code", first)])
        #expect(other.text.contains("This code is wrong."))
        try await browser.post(form.action, form.fields.filter { $0.0 != "code" } + [("code", first)])
        #expect(browser.text.contains("This code is wrong."))
        try await other.submit("form", [("code", "000000")])
        #expect(other.text.contains("This code is wrong."))
        server.clock.advance(by: .seconds(30))
        let code = app.code(at: server.clock.now)
        try await other.submit("form", [("code", "\(code.prefix(3)) \(code.suffix(3))")])
        #expect(other.path == "/ui/v2/login/signedin")
    }

    @Test func `a wrong first code shows the same secret again`() async throws {
        let browser = try await fixture.signedIn()
        try await browser.openSetUp()
        try await browser.choose("totp")
        let before = browser.text.between("<p class=\"secret\">", "</p>")
        try await browser.submit("form", [("code", "000000")])
        #expect(browser.text.contains("This code is wrong."))
        #expect(browser.text.between("<p class=\"secret\">", "</p>") == before)
    }

    @Test func `a wrong first code locks nobody, and nobody waits for the next try`() async throws {
        try await fixture.set(lockout: ["maxOtpAttempts": 2])
        let browser = try await fixture.signedIn()
        try await browser.openSetUp()
        try await browser.choose("totp")
        let app = try AuthenticatorApp(of: browser)
        let start = server.clock.now
        for _ in 0..<12 {
            try await browser.submit("form", [("code", "000000")])
            #expect(browser.text.contains("This code is wrong."))
        }
        try await browser.submit("form", [("code", app.code(at: server.clock.now))])
        #expect(browser.text.contains("It is set up."))
        #expect(server.clock.now == start)
    }

    @Test func `CVE-2025-64103: between password and second factor nothing of the account is open`() async throws {
        let browser = try await fixture.signedIn()
        _ = try await browser.setUpTOTP()
        let half = fixture.browser()
        try await half.signIn("minnie")
        let step = try #require(half.address.split(separator: "s=").last)
        for page in [
            "signedin", "mfa/set", "otp/time-based/set", "passkey/set", "u2f/set", "otp/recovery/set",
            "password/change",
        ] {
            try await half.open("/ui/v2/login/\(page)?s=\(step)")
            #expect(half.path == "/ui/v2/login/loginname", "\(page)")
        }
    }

    @Test func `recovery codes are shown once, kept as a file, and let somebody in once`() async throws {
        let browser = try await fixture.signedIn()
        _ = try await browser.setUpTOTP()
        try await browser.openSetUp()
        try await browser.choose("recovery")
        try await browser.submit("form")
        let codes = try #require(browser.text.between("<ul class=\"codes\">", "</ul>")).components("<li>").dropFirst()
            .compactMap { $0.between("", "</li>") }
        #expect(codes.count == 8)
        let page = browser.address
        let file = try await browser.submit("file", [("action", "download")])
        #expect(file.fields["Content-Disposition"] == "attachment; filename=\"recovery-codes.txt\"")
        #expect(codes.allSatisfy { file.text.contains($0) })
        try await browser.open(page)
        try await browser.submit("form", [("action", "kept")])
        #expect(browser.path == "/ui/v2/login/mfa/set")

        for expected in ["/ui/v2/login/signedin", "/ui/v2/login/otp/recovery"] {
            let other = fixture.browser()
            try await other.signIn("minnie")
            try await other.follow("Confirm another way")
            try await other.open(other.choice("Recovery codes"))
            try await other.submit("form", [("code", codes[0].uppercased())])
            #expect(other.path == expected)
        }
    }

    @Test func `a code by mail is sent once, and again on request`() async throws {
        try await fixture.set(login: [
            "allowUsernamePassword": true, "passwordlessType": 1,
        ])
        try await server.call("zitadel.user.v2.UserService/AddOTPEmail", ["userId": "minnie"])
        let browser = fixture.browser()
        try await browser.signIn("minnie")
        #expect(browser.path == "/ui/v2/login/otp/email")
        try await browser.open(browser.address)
        #expect(await server.messages().count == 1)
        try await browser.submit("form", [("action", "again")])
        #expect(browser.text.contains("We have sent you a code just now."))
        #expect(await server.messages().count == 1)
        server.clock.advance(by: .seconds(30))
        try await browser.submit("form", [("action", "again")])
        let mails = await server.messages()
        #expect(mails.count == 2)
        try await browser.submit("form", [("code", mails[0].code)])
        #expect(browser.text.contains("This code is wrong."))
        // The link in the mail leads to the same page, with the code filled in.
        let link = try #require(mails.last?.link.split(separator: "localhost:8080").last)
        try await browser.open(String(link))
        #expect(browser.text.contains("value=\"\(mails[1].code)\""))
        try await browser.submit("form")
        #expect(browser.path == "/ui/v2/login/signedin")
    }

    @Test func `the link in a mail opens nothing in another browser`() async throws {
        try await server.call("zitadel.user.v2.UserService/AddOTPEmail", ["userId": "minnie"])
        try await fixture.browser().signIn("minnie")
        let link = try #require(await server.messages().last?.link.split(separator: "localhost:8080").last)
        let other = fixture.browser()
        try await other.open(String(link))
        #expect(other.path == "/ui/v2/login/loginname")
    }

    @Test func `a passkey is created, and signs in without a password`() async throws {
        let browser = try await fixture.signedIn()
        try await browser.openSetUp()
        try await browser.choose("passkey")
        let authenticator = try TestAuthenticator()
        let made = try authenticator.create(try browser.options())
        try await browser.submit("form", [("credential", made.text), ("name", "My <b>laptop</b>")])
        #expect(browser.path == "/ui/v2/login/mfa/set")

        let other = fixture.browser()
        try await other.open("/ui/v2/login/loginname")
        try await other.submit("form", [("loginName", "minnie")])
        #expect(other.path == "/ui/v2/login/passkey")
        #expect(other.text.contains("webauthn.js"))
        try await other.submit("form", [("credential", try authenticator.get(try other.options()).text)])
        #expect(other.path == "/ui/v2/login/signedin")
    }

    @Test(arguments: ["", "{}", "null", "no json", #"{"id":"x","response":{}}"#])
    func `what no authenticator answered is refused`(credential: String) async throws {
        let browser = try await fixture.signedIn()
        try await browser.openSetUp()
        try await browser.choose("passkey")
        try await browser.submit("form", [("credential", credential)])
        #expect(browser.path == "/ui/v2/login/passkey/set")
        #expect(browser.text.contains("The key could not be checked."))
    }

    @Test func `who has no passkey is led to the password`() async throws {
        let browser = fixture.browser()
        try await browser.open("/ui/v2/login/loginname")
        try await browser.submit("form", [("loginName", "minnie")])
        try await browser.follow("Use a passkey")
        #expect(browser.path == "/ui/v2/login/password")
        #expect(browser.text.contains("There is no passkey to use here."))
    }

    @Test func `a forced factor cannot be skipped`() async throws {
        try await fixture.set(login: [
            "allowUsernamePassword": true, "passwordlessType": 1, "forceMfa": true,
        ])
        let browser = fixture.browser()
        try await browser.signIn("minnie")
        #expect(browser.path == "/ui/v2/login/mfa/set")
        #expect(!browser.text.contains("Not now"))
        let form = try #require(browser.forms.first)
        try await browser.post(form.action, form.fields + [("action", "skip")])
        #expect(browser.path == "/ui/v2/login/mfa/set")
        try await browser.open("/ui/v2/login/signedin?s=\(try #require(browser.address.split(separator: "s=").last))")
        #expect(browser.path == "/ui/v2/login/loginname")
    }

    @Test func `a password that has to be changed is changed before anything else`() async throws {
        try await fixture.addHuman("daisy") { $0.isPasswordChangeRequired = true }
        let browser = fixture.browser()
        try await browser.signIn("daisy")
        #expect(browser.path == "/ui/v2/login/password/change")
        for (current, new, again, expected) in [
            ("wrong", "N3w-P4ssword!!", "N3w-P4ssword!!", "Your current password is wrong."),
            (LoginFixture.password, "short", "short", "This password is too short."),
            (LoginFixture.password, "N3w-P4ssword!!", "other", "The two new passwords differ."),
            (LoginFixture.password, "", "", "Something is missing."),
            (LoginFixture.password, LoginFixture.password, LoginFixture.password, "This is your current password."),
            (LoginFixture.password, "alllowercase", "alllowercase", "This password lacks a capital letter."),
        ] {
            try await browser.submit("form", [("current", current), ("new", new), ("again", again)])
            #expect(browser.text.contains(expected), "\(expected)")
            #expect(browser.path == "/ui/v2/login/password/change")
        }
        try await browser.submit(
            "form", [("current", LoginFixture.password), ("new", "N3w-P4ssword!!"), ("again", "N3w-P4ssword!!")])
        #expect(browser.path == "/ui/v2/login/signedin")
        let other = fixture.browser()
        try await other.signIn("daisy", password: "N3w-P4ssword!!")
        #expect(other.path == "/ui/v2/login/signedin")
    }
}

extension AuthenticatorApp {
    /// The one that has the secret of the page which sets it up.
    init(of browser: TestBrowser) throws {
        let secret = try #require(browser.text.between("<p class=\"secret\">", "</p>"), "\(browser.text)")
        self.init(secret: secret.filter { $0 != " " })
    }
}

extension TestBrowser {
    /// Sets up an authenticator application, from the page of somebody who is signed in.
    func setUpTOTP() async throws -> AuthenticatorApp {
        try await openSetUp()
        try await choose("totp")
        let app = try AuthenticatorApp(of: self)
        try await submit("form", [("code", app.code(at: server.clock.now))])
        try #require(path == "/ui/v2/login/mfa/set" && text.contains("It is set up."), "\(text)")
        return app
    }

    /// Goes to the list of what somebody signs in with, who is signed in or there already.
    func openSetUp() async throws {
        if path != "/ui/v2/login/mfa/set" { try await follow("Sign-in methods") }
    }

    /// The address of a link by its text.
    func link(_ words: String) throws -> String {
        let found = text.components("<a ").first { $0.contains(">\(words)</a>") }
        return try #require(found?.between("href=\"", "\""), "no link \(words) on \(address)").unescaped
    }

    /// The address of a choice by its name.
    func choice(_ name: String) throws -> String {
        let found = text.components("<a class=\"choice\"").first { $0.contains("<strong>\(name)</strong>") }
        return try #require(found?.between("href=\"", "\""), "no choice \(name) on \(address)").unescaped
    }

    /// Presses the button of a factor.
    func choose(_ factor: String) async throws {
        let form = try #require(text.components("<form ").first { $0.contains("name=\"factor\" value=\"\(factor)\"") })
        let fields = form.components("<input ").dropFirst().compactMap { input -> (String, String)? in
            guard let name = input.between("name=\"", "\""), let value = input.between("value=\"", "\"") else {
                return nil
            }
            return (name, value)
        }
        try await post("/ui/v2/login/mfa/set", fields + [("factor", factor)])
    }

    /// What the script would hand to the authenticator.
    func options() throws -> JSONValue {
        let text = try #require(text.between("data-options=\"", "\"")).unescaped
        return try JSONValue(parsing: Array(text.utf8))
    }
}
