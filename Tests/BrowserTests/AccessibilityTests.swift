internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// The login pages for people without a mouse, without scripts, with large letters, and on every screen.
@Suite("The login pages for everybody")
struct AccessibilityTests {
    @Test func `signing in works without scripts`() async throws {
        try await Scene.play { scene in
            try await scene.browser.setScripts(false)
            let request = try await scene.application.ask(scene.browser)
            try await scene.signIn()
            _ = try await scene.application.identity(request, scene.browser)
        }
    }

    @Test func `an answer that is posted needs a click without scripts, on a page like all others`() async throws {
        try await Scene.play { scene in
            try await scene.browser.setScripts(false)
            let request = try await scene.application.ask(scene.browser, [("response_mode", "form_post")])
            try await scene.signIn()
            let button = try await scene.browser.wait(for: "the page that posts") {
                try await scene.browser.title == "Continue"
                    ? try await scene.browser.elements(.button("Continue")).first : nil
            }
            #expect(try await scene.browser.element(".card").style("max-width") == "432px")
            try await scene.browser.pictures("form-post")
            try await button.click()
            _ = try await scene.application.identity(request, scene.browser)
            #expect(scene.application.received(request)?.method == .post)
        }
    }

    @Test func `signing in works with the keyboard alone`() async throws {
        try await Scene.play { scene in
            let request = try await scene.application.ask(scene.browser)
            // The field to fill in has the focus already.
            let fields = [("username", scene.person.loginName), ("current-password", scene.person.password)]
            for (purpose, text) in fields {
                let field = try await scene.browser.wait(for: "a focused field for \(purpose)") {
                    let focused = try await scene.browser.focused
                    return try await focused?.attribute("autocomplete")?.hasPrefix(purpose) == true ? focused : nil
                }
                try await field.type(text)
                try await field.press(.enter)
            }
            _ = try await scene.application.identity(request, scene.browser)
        }
    }

    /// Pages that anybody can open.
    private static let pages = [
        "login", "loginname", "password/forgot", "password/set", "register", "device", "logout",
    ]

    @Test(arguments: pages)
    func `WCAG 2.2 §1.4.10: a page fits into 320 pixels`(page: String) async throws {
        try await Scene.play { scene in
            try await scene.browser.setWidth(320)
            try await scene.browser.open("\(scene.server.issuer)/ui/v2/login/\(page)")
            let width = try await scene.browser.run("return document.documentElement.scrollWidth")
            #expect(width == 320, "\(page)")
        }
    }

    @Test(arguments: pages)
    func `WCAG 2.2 §4.1.2 and §2.4.2: every page has a title, and every field a name`(page: String) async throws {
        try await Scene.play { scene in
            try await scene.browser.open("\(scene.server.issuer)/ui/v2/login/\(page)")
            #expect(try await !scene.browser.title.isEmpty)
            #expect(try await scene.browser.elements("h1").count == 1)
            for field in try await scene.browser.elements("input:not([type=hidden]), button, a, select") {
                guard try await field.isDisplayed else { continue }
                #expect(try await !field.accessibleName.isEmpty, "\(page)")
            }
            try await scene.browser.pictures("page-\(page.replacing("/", with: "-"))")
        }
    }

    @Test func `a mistake is announced and bound to its field`() async throws {
        try await Scene.play { scene in
            _ = try await scene.application.ask(scene.browser)
            try await scene.enterName()
            try await scene.browser.type("wrong", into: .field("Password"))
            try await scene.browser.click(.button("Sign in"))
            let alert = try await scene.browser.element("[role=alert]")
            #expect(try await alert.text.contains("Name or password is wrong."))
            let field = try await scene.browser.element(.field("Password"))
            #expect(try await field.attribute("aria-invalid") == "true")
            #expect(try await field.attribute("aria-describedby")?.contains("notice") == true)
            try await scene.browser.pictures("password-wrong")
        }
    }
}
