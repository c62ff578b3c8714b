internal import App
internal import Domain
internal import HTTP
internal import JOSE
internal import Model
internal import Platform
internal import Synchronization
internal import TestSupport
internal import Testing

/// What people come to the pages for besides a plain sign-in.
@Suite("A browser with people")
struct PeopleTests {
    @Test func `of two people in one browser, the one who is chosen goes to the application`() async throws {
        try await Scene.play { scene in
            let mickey = try await scene.server.addPerson("mickey")
            for person in [scene.person, mickey] {
                try await scene.browser.open("\(scene.server.issuer)/ui/v2/login/loginname")
                try await scene.signIn(as: person)
                try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/signedin")
            }
            for person in [scene.person, mickey] {
                let request = try await scene.application.ask(scene.browser)
                try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/accounts")
                #expect(try await scene.browser.elements("button[name=session]").count == 2)
                try await scene.browser.click(.xpath("//form//button[contains(., '\(person.loginName)')]"))
                let identity = try await scene.application.identity(request, scene.browser)
                #expect(identity.claims.subject == person.id)
            }
        }
    }

    @Test func `RFC 8628 §3.3: somebody lets a device in with the keyboard alone`() async throws {
        try await Scene.play { scene in
            let client = try await scene.server.addClient("Television", project: scene.application.projectID)
            let begun = try await scene.server.post(
                "/oauth/v2/device_authorization", client.credentials + [("scope", "openid")]
            ).json
            try await scene.browser.open("\(scene.server.issuer)/device")
            let keyboard = Keyboard(scene.browser)
            try await keyboard.fillIn("code", try scene.server.text(begun, "user_code").lowercased())
            try await keyboard.fillIn("loginName", scene.person.loginName)
            try await keyboard.fillIn("password", scene.person.password)
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/device/confirm")
            #expect(try await scene.browser.element(".usercode").text == begun["user_code"]?.stringValue)
            try await keyboard.press("Allow")
            try await scene.browser.wait(until: "the end") {
                try await scene.browser.text.contains("Your device is connected")
            }
            let tokens = try await scene.server.post(
                "/oauth/v2/token",
                client.credentials + [
                    ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                    ("device_code", try scene.server.text(begun, "device_code")),
                ])
            #expect(tokens.status == .ok, "\(tokens.text)")
        }
    }

    @Test func `somebody confirms an address with the keyboard alone`() async throws {
        try await Scene.play { scene in
            try await scene.server.call(
                "zitadel.user.v2.UserService/SetEmail",
                ["userId": .string(scene.person.id), "email": "other@mouse.example", "sendCode": [:]])
            try await scene.browser.open(try #require(await scene.server.messages().last).link)
            try await Keyboard(scene.browser).press("Confirm")
            try await scene.browser.wait(until: "the end") {
                try await scene.browser.text.contains("Your e-mail address is confirmed.")
            }
        }
    }

    @Test func `somebody who is invited chooses a password and signs in, with the keyboard alone`() async throws {
        try await Scene.play { scene in
            let server = scene.server
            let made = try await server.call(
                "zitadel.user.v2.UserService/CreateUser",
                [
                    "organizationId": .string(server.organizationID), "username": "mickey",
                    "human": [
                        "profile": ["givenName": "Mickey", "familyName": "Mouse"],
                        "email": ["email": "mickey@mouse.example", "returnCode": [:]],
                    ],
                ])
            try await server.call(
                "zitadel.user.v2.UserService/CreateInviteCode",
                ["userId": made["id"] ?? .null, "sendCode": ["applicationName": "Shop"]])
            try await scene.browser.open(try #require(await server.messages().last).link)
            let keyboard = Keyboard(scene.browser)
            try await keyboard.press("Accept")
            try await keyboard.reach("input[name=new]").type("Correct-Horse-9")
            try await keyboard.reach("input[name=again]").type("Correct-Horse-9")
            try await scene.browser.press([.enter])
            try await keyboard.fillIn("password", "Correct-Horse-9")
            try await keyboard.press("Not now")
            try await scene.browser.wait(forURL: "\(server.issuer)/ui/v2/login/signedin")
        }
    }

    @Test func `OpenID Connect Back-Channel Logout §2.5: both applications learn that somebody has signed out`()
        async throws
    {
        let told = Mutex<[String]>([])
        let receive = Route(.post, "/backchannel", "backchannel") { request in
            // What cannot be read tells nothing.
            let token = (try? Form(parsing: request.body))?["logout_token"]
            if let token { told.withLock { $0.append(token) } }
            return .empty(.ok)
        }
        try await TestSite.serve([receive]) { site in
            let uri: JSONValue = .string("\(site.origin)/backchannel")
            try await Scene.play(application: ["backChannelLogoutUri": uri], allowedHosts: ["localhost"]) { scene in
                try await RelyingParty.open(at: scene.server, named: "Forum", ["backChannelLogoutUri": uri]) { other in
                    let first = try await scene.application.ask(scene.browser)
                    try await scene.signIn()
                    let identity = try await scene.application.identity(first, scene.browser)
                    let second = try await other.ask(scene.browser)
                    _ = try await other.identity(second, scene.browser)
                    try await scene.browser.open("\(scene.server.issuer)/ui/v2/login/logout")
                    try await scene.browser.click(.button("Sign out"))
                    try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/logout/done")
                    await scene.server.service.jobs.logoutCourier.deliver()

                    let keys = try JWKSet(await scene.server.get("/oauth/v2/keys").json)
                    var audiences: Set<String> = []
                    for token in told.withLock({ $0 }) {
                        let policy = JWTClaimPolicy(
                            type: .exactly("logout+jwt"), issuers: [scene.server.issuer],
                            audience: .contains([scene.application.clientID, other.clientID]), requiresIssuedAt: true)
                        let verified = try JWTVerifier(policy).verify(
                            token, at: scene.server.clock.now, key: keys.key)
                        #expect(verified.claims.subject == scene.person.id)
                        #expect(verified.claims["sid"] == identity.claims["sid"])
                        audiences.formUnion((verified.claims["aud"]?.arrayValue ?? []).compactMap(\.stringValue))
                    }
                    #expect(audiences == [scene.application.clientID, other.clientID])
                }
            }
        }
    }
}

/// Somebody who uses no mouse: what is to be used is reached with the tabulator, or has the focus already.
struct Keyboard {
    private let browser: Browser

    init(_ browser: Browser) {
        self.browser = browser
    }

    /// Moves the focus to an element.
    func reach(_ selector: String) async throws -> Element {
        _ = try await browser.element(.css(selector))
        for _ in 0..<30 {
            let isThere = try await browser.run("return document.activeElement.matches(\"\(selector)\")")
            if isThere == true, let element = try await browser.focused { return element }
            try await browser.press([.tab])
        }
        throw NotReached(selector: selector)
    }

    /// Fills in the only field of a page, which has the focus from the start, and sends it.
    func fillIn(_ name: String, _ text: String) async throws {
        let field = try await browser.wait(for: "the focus on \(name)") {
            let focused = try await browser.focused
            return try await focused?.attribute("name") == name ? focused : nil
        }
        try await field.clear()
        try await field.type(text)
        try await field.press(.enter)
    }

    func press(_ words: String) async throws {
        let button = try await browser.element(.button(words))
        for _ in 0..<30 {
            let isThere = try await browser.run("return document.activeElement.textContent.trim() === \"\(words)\"")
            if isThere == true { return try await button.press(.enter) }
            try await browser.press([.tab])
        }
        throw NotReached(selector: words)
    }

    struct NotReached: Error {
        let selector: String
    }
}
