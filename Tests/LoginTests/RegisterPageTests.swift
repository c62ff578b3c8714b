internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: new accounts")
struct RegisterPageTests {
    private static let base = LoginFixture.base
    let fixture: LoginFixture
    let browser: TestBrowser

    private static let mickey = [
        ("givenName", "Mickey"), ("familyName", "Mouse"), ("email", "mickey@mouse.example"),
        ("new", "N3w-Secret-Horse"), ("again", "N3w-Secret-Horse"),
    ]

    init() async throws {
        fixture = try await LoginFixture()
        browser = fixture.browser()
    }

    private func allow(_ isAllowed: Bool) async throws {
        try await fixture.set(login: ["allowUsernamePassword": true, "allowRegister": .bool(isAllowed)])
    }

    @Test func `somebody makes an account, is signed in, and confirms the address`() async throws {
        try await allow(true)
        try await browser.open("\(Self.base)/loginname")
        try await browser.follow("Create an account")
        try await browser.submit("form", Self.mickey)
        #expect(browser.path == "\(Self.base)/verify")
        let link = try #require(await fixture.server.messages().last).link
        let code = try #require(link.between("code=", "&"))
        try await browser.submit("form", [("code", code)])
        #expect(browser.path == "\(Self.base)/signedin")
        #expect(browser.text.contains("Your e-mail address is confirmed."))
        #expect(browser.text.contains("Mickey Mouse"))
    }

    @Test func `the confirmation can wait, and the mail can be had again`() async throws {
        try await allow(true)
        try await browser.open("\(Self.base)/register")
        try await browser.submit("form", Self.mickey)
        fixture.server.clock.advance(by: .seconds(30))
        try await browser.submit("form", [("action", "again")])
        #expect(browser.text.contains("We have sent you a code."))
        #expect(await fixture.server.messages().count == 2)
        try await browser.submit("form", [("action", "skip")])
        #expect(browser.path == "\(Self.base)/signedin")
    }

    @Test(arguments: [
        ("email", "minnie", "This is not an e-mail address."), ("givenName", " ", "Something is missing."),
        ("familyName", "", "Something is missing."), ("again", "another", "differ"), ("new", "short", "differ"),
        ("givenName", String(repeating: "ä", count: 201), "Something is too long."),
        ("email", String(repeating: "m", count: 201), "A line takes 200 characters at the most."),
    ])
    func `what is wrong is told, and what was typed stays`(field: String, value: String, words: String) async throws {
        try await allow(true)
        try await browser.open("\(Self.base)/register")
        try await browser.submit("form", Self.mickey.filter { $0.0 != field } + [(field, value)])
        #expect(browser.path == "\(Self.base)/register")
        #expect(browser.text.contains(words))
        let stays = field != "email" && value.count <= 200
        #expect(browser.text.contains("value=\"mickey@mouse.example\"") == stays)
        #expect(!browser.text.contains("N3w-Secret-Horse"))
        #expect(await fixture.server.messages().isEmpty)
    }

    @Test func `names of 200 characters are taken, whatever their size`() async throws {
        try await allow(true)
        let (given, family) = (String(repeating: "𐍈", count: 200), String(repeating: "ä", count: 200))
        let names = [("givenName", given), ("familyName", family)]
        try await browser.open("\(Self.base)/register")
        // What was typed travels in the step.
        try await browser.submit(
            "form", Self.mickey.filter { $0.0 == "email" || $0.0 == "new" } + names + [("again", "another")])
        #expect(browser.text.contains(given) && browser.text.contains(family))
        try await browser.submit("form", [("new", "N3w-Secret-Horse"), ("again", "N3w-Secret-Horse")])
        #expect(browser.path == "\(Self.base)/verify", "\(browser.text)")
        let found = try await fixture.server.call(
            "zitadel.user.v2.UserService/ListUsers",
            ["queries": [["emailQuery": ["emailAddress": "mickey@mouse.example"]]]])
        let profile = found["result"]?.arrayValue?.first?["human"]?["profile"]
        #expect(profile?["givenName"] == .string(given) && profile?["familyName"] == .string(family))
    }

    @Test func `a name that is taken is refused`() async throws {
        try await allow(true)
        for _ in 0..<2 {
            let browser = fixture.browser()
            try await browser.open("\(Self.base)/register")
            try await browser.submit("form", Self.mickey)
            if browser.path == "\(Self.base)/register" {
                #expect(browser.text.contains("There is an account with this address or name."))
                return
            }
        }
        Issue.record("two accounts have the same name")
    }

    @Test func `nobody makes an account where that is not allowed, not even with a form from before`() async throws {
        try await allow(true)
        try await browser.open("\(Self.base)/register")
        try await allow(false)
        try await browser.submit("form", Self.mickey)
        #expect(browser.path == "\(Self.base)/loginname")
        #expect(browser.text.contains("Accounts are not made here by yourself."))
        try await browser.open("\(Self.base)/register")
        #expect(browser.path == "\(Self.base)/loginname")
        #expect(await fixture.server.messages().isEmpty)
    }
}
