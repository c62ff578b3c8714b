internal import HTTP
internal import JOSE
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

/// What people show besides a password, in a real browser.
@Suite("A browser shows second factors")
struct SecondFactorTests {
    private func openSetUp(_ scene: Scene) async throws {
        try await scene.browser.open("\(scene.server.issuer)/ui/v2/login/login")
        try await scene.signIn()
        try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/signedin")
        try await scene.browser.click(.link("Sign-in methods"))
    }

    private func choose(_ factor: String, _ scene: Scene) async throws {
        try await scene.browser.click(.css("button[name=factor][value=\(factor)]"))
    }

    /// Sets up an authenticator application on the page for it.
    private func setUpTOTP(_ scene: Scene) async throws -> AuthenticatorApp {
        try await scene.browser.click("summary")
        let app = AuthenticatorApp(secret: try await scene.browser.element(".secret").text.filter { $0 != " " })
        try await scene.browser.type(app.code(at: scene.server.clock.now), into: .field("Code"))
        try await scene.browser.click(.button("Confirm"))
        return app
    }

    /// What the button for a file brings, asked for with what the browser has: its form and its cookie.
    private func file(_ scene: Scene) async throws -> TestResponse {
        let inputs = try await scene.browser.run(
            "return [...document.querySelectorAll('form#file input')].map(each => [each.name, each.value])")
        let pairs = (inputs.arrayValue ?? []).map { (name: $0[0]?.stringValue ?? "", value: $0[1]?.stringValue ?? "") }
        let cookies = try await scene.browser.cookies.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
        return try await scene.server.send(
            HTTPRequest(
                .post, "/ui/v2/login/otp/recovery/set",
                fields: ["Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies],
                body: Array(Form(pairs + [("action", "download")]).encoded.utf8)))
    }

    @Test func `a form that is pressed twice is sent once`() async throws {
        try await Scene.play { scene in
            try await openSetUp(scene)
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/mfa/set")
            let sent = try await scene.browser.run(
                """
                let sent = 0;
                document.addEventListener("submit", event => {
                  if (!event.defaultPrevented) sent += 1;
                  event.preventDefault();
                });
                const button = document.querySelector("button[name=factor][value=totp]");
                for (let click = 0; click < 3; click += 1) button.click();
                return sent;
                """)
            #expect(sent.integerValue == 1)
        }
    }

    @Test func `a security key is the second factor`() async throws {
        try await Scene.play { scene in
            // One of the older kind: it keeps nothing and knows nobody.
            let key = try await scene.browser.addAuthenticator(.usb, isResident: false, verifiesUser: false)
            try await openSetUp(scene)
            try await choose("securityKey", scene)
            try await scene.browser.type("My key", into: .field("Name"))
            try await scene.browser.click(.button("Create"))
            try await scene.browser.wait(until: "the key") { try await !key.credentials.isEmpty }
            // It is asked for at once, as from now on.
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/u2f?")
            try await scene.browser.click(.button("Continue"))
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/mfa/set")
            try await scene.browser.clearCookies()

            let request = try await scene.application.ask(scene.browser)
            try await scene.signIn()
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/u2f?")
            try await scene.browser.click(.button("Continue"))
            let identity = try await scene.application.identity(request, scene.browser)
            let methods = identity.claims["amr"]?.arrayValue ?? []
            #expect(methods.contains("mfa") && methods.contains("pwd"))
        }
    }

    @Test func `recovery codes are shown once, and each lets somebody in once`() async throws {
        try await Scene.play { scene in
            try await openSetUp(scene)
            try await choose("totp", scene)
            _ = try await setUpTOTP(scene)
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/mfa/set")
            try await choose("recovery", scene)
            try await scene.browser.click(.button("Make codes"))
            let codes = try await scene.browser.element(".codes").text.split(separator: "\n").map(String.init)
            #expect(codes.count == 8)
            let file = try await file(scene)
            #expect(file.fields["Content-Disposition"]?.hasPrefix("attachment") == true)
            #expect(codes.allSatisfy(file.text.contains))
            try await scene.browser.click(.button("I have kept them"))
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/mfa/set")
            #expect(try await !scene.browser.text.contains(codes[0]))
            try await scene.browser.clearCookies()

            for isFirst in [true, false] {
                let request = try await scene.application.ask(scene.browser)
                try await scene.signIn()
                try await scene.browser.click(.link("Confirm another way"))
                try await scene.browser.click(.xpath("//a[contains(., 'Recovery codes')]"))
                try await scene.browser.type(codes[0], into: .field("Recovery code"))
                try await scene.browser.click(.button("Confirm"))
                if isFirst {
                    _ = try await scene.application.identity(request, scene.browser)
                    try await scene.browser.clearCookies()
                } else {
                    let alert = try await scene.browser.element("[role=alert]").text
                    #expect(alert.contains("This recovery code is wrong or was used."))
                    #expect(scene.application.received(request) == nil)
                }
            }
        }
    }

    @Test func `a second factor that the policy forces is set up on the way to the application`() async throws {
        try await Scene.play { scene in
            try await scene.server.manage(
                .put, "/admin/v1/policies/login",
                ["allowUsernamePassword": true, "passwordlessType": 1, "forceMfa": true])
            let request = try await scene.application.ask(scene.browser)
            try await scene.signIn()
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/mfa/set")
            #expect(try await scene.browser.elements(.button("Not now")).isEmpty)
            try await choose("totp", scene)
            // The one code is proof enough: nobody waits for the next.
            _ = try await setUpTOTP(scene)
            let identity = try await scene.application.identity(request, scene.browser)
            let methods = identity.claims["amr"]?.arrayValue ?? []
            #expect(methods.contains("mfa") && methods.contains("otp"))
        }
    }

    @Test func `OpenID Connect Core §5.5.1.1: who has no key makes one for an application that requires it`()
        async throws
    {
        try await Scene.play { scene in
            let authenticator = try await scene.browser.addAuthenticator()
            let request = try await scene.application.ask(
                scene.browser, [("claims", #"{"id_token":{"acr":{"essential":true,"value":"phr"}}}"#)])
            try await scene.signIn()
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/mfa/set")
            #expect(try await scene.browser.text.contains("The application asks for a safer sign-in"))
            #expect(try await scene.browser.elements(.css("button[value=totp]")).isEmpty)
            try await choose("passkey", scene)
            try await scene.browser.click(.button("Create"))
            try await scene.browser.wait(until: "the passkey") { try await !authenticator.credentials.isEmpty }
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/passkey?")
            try await scene.browser.click(.button("Continue"))
            let identity = try await scene.application.identity(request, scene.browser)
            #expect(identity.claims["acr"] == "phr")
        }
    }

    @Test func `a key that was lost is removed`() async throws {
        try await Scene.play { scene in
            let authenticator = try await scene.browser.addAuthenticator()
            try await openSetUp(scene)
            try await choose("passkey", scene)
            try await scene.browser.type("Lost phone", into: .field("Name"))
            try await scene.browser.click(.button("Create"))
            try await scene.browser.click("a[aria-label='Remove: Lost phone']")
            try await scene.browser.pictures("remove-factor")
            try await scene.browser.click(.button("Remove"))
            try await scene.browser.wait(until: "the end of it") {
                try await scene.browser.text.contains("It is removed.")
            }
            #expect(try await !scene.browser.text.contains("Lost phone"))
            try await authenticator.remove()
        }
    }
}
