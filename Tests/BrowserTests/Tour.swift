internal import Platform
internal import TestSupport
internal import Testing

/// A walk through the pages in one language, which looks at each page as people with a small screen, or none, do.
struct Tour {
    let scene: Scene
    let language: String

    /// Fields and buttons are found by their names in the form, which are the same in every language.
    static func take(
        in language: String, application: JSONObject = [:], allowedHosts: Set<String> = [],
        _ body: (Tour) async throws -> Void
    ) async throws {
        try await Scene.play(application: application, allowedHosts: allowedHosts) { scene in
            try await scene.browser.setLanguages(language)
            try await scene.server.call(
                "zitadel.user.v2.UserService/UpdateHumanUser",
                [
                    "userId": .string(scene.person.id),
                    "profile": ["givenName": "Minnie", "familyName": "Mouse", "preferredLanguage": .string(language)],
                ])
            try await body(Tour(scene: scene, language: language))
        }
    }

    var browser: Browser { scene.browser }
    var server: TestServer { scene.server }

    func open(_ page: String) async throws {
        try await browser.open("\(server.issuer)/ui/v2/login/\(page)")
    }

    /// Fills in fields and presses the first button of the form.
    func send(_ fields: [(name: String, value: String)] = [], with button: String = "button.primary") async throws {
        for field in fields { try await browser.type(field.value, into: .css("input[name=\(field.name)]")) }
        try await press(button)
    }

    /// Clicks, and waits for the page that comes.
    func press(_ selector: String) async throws {
        try await browser.run("window.isOld = true")
        try await browser.click(.css(selector))
        try await browser.wait(until: "the page after \(selector)") {
            try await browser.run("return document.readyState === 'complete' && !window.isOld") == true
        }
    }

    func follow(_ place: String) async throws {
        try await press("a[href*='/ui/v2/login/\(place)?']")
    }

    func signIn(_ person: Scene.Person? = nil) async throws {
        let person = person ?? scene.person
        try await open("login")
        try await send([("loginName", person.loginName)])
        try await send([("password", person.password)])
    }

    /// Looks at the page that is open: it is the one that is meant, whole in its language, fits on the smallest screen
    /// (WCAG 2.2 §1.4.10), can be read (§1.4.3), has a title and a heading (§2.4.2, §1.3.1) and a name for everything that
    /// can be used (§4.1.2).
    func look(_ name: String, at place: String? = nil) async throws {
        if let place { try await browser.wait(forURL: "\(server.issuer)/ui/v2/login/\(place)") }
        #expect(try await browser.run("return document.documentElement.lang") == .string(language), "\(name)")
        #expect(try await !browser.title.isEmpty, "\(name)")
        #expect(try await browser.elements("h1").count == 1, "\(name)")
        #expect(try await browser.elements("main").count == 1, "\(name)")
        for element in try await browser.elements(
            "input:not([type=hidden], [aria-hidden]), button, a, select, summary")
        {
            guard try await element.isDisplayed else { continue }
            #expect(try await !element.accessibleName.isEmpty, "\(name)")
        }
        try await browser.setWidth(320)
        #expect(try await browser.run("return document.documentElement.scrollWidth") == 320, "\(name)")
        try await browser.expectReadableText(name)
        try await browser.pictures("\(name)-\(language)")
        try await browser.resetAppearance()
    }
}
