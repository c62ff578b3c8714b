internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Login pages: strangers do not make a link in a mail worthless")
struct LinkProofTests {
    fileprivate static let base = LoginFixture.base
    let fixture: LoginFixture

    init() async throws {
        fixture = try await LoginFixture()
    }

    private var server: TestServer { fixture.server }

    /// The newest message's link, without the host.
    private func send(_ kind: MailedLink) async throws -> String {
        if kind == .invitation { try await addGuest() }
        try await server.call("zitadel.user.v2.UserService/\(kind.method)", .object(kind.message))
        let text = try #require(await server.messages().last).link
        return String(text.dropFirst(server.issuer.count))
    }

    private func addGuest() async throws {
        try await server.call(
            "zitadel.user.v2.UserService/CreateUser",
            [
                "organizationId": .string(server.organizationID), "username": "guest", "userId": "guest",
                "human": [
                    "profile": ["givenName": "Mickey", "familyName": "Mouse"],
                    "email": ["email": "guest@mouse.example", "returnCode": [:]],
                ],
            ])
    }

    /// Opens a link in a new browser and presses the button of its page.
    @discardableResult
    private func follow(_ link: String, _ kind: MailedLink) async throws -> TestBrowser {
        let browser = fixture.browser()
        try await browser.open(link)
        try await browser.submit("form", kind.fields)
        return browser
    }

    private func expectRefusal(_ browser: TestBrowser) {
        #expect(browser.text.contains("This code is wrong or counts no more."))
    }

    /// As often as a typed code may be wrong, and once more.
    private func guess(_ kind: MailedLink, at link: String) async throws {
        let guess = try link.with("code", "GUESS1").without("proof")
        for _ in 0...kind.purpose.greatestFailures { expectRefusal(try await follow(guess, kind)) }
        expectRefusal(try await follow(try link.without("proof"), kind))
    }

    private func events() async throws -> Int {
        try await server.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT type FROM events") { (row) throws(DomainError) in try row.text("type") }.count
        }
    }

    @Test(arguments: MailedLink.allCases)
    func `a link works after any number of guesses, once`(kind: MailedLink) async throws {
        let link = try await send(kind)
        try await guess(kind, at: link)
        let reader = try await follow(link, kind)
        #expect(reader.text.contains(kind.success), "\(reader.text)")
        // An invitation is used when there is a credential.
        if kind == .invitation { try await reader.submit("form", MailedLink.password.fields) }
        expectRefusal(try await follow(link, kind))
    }

    @Test(arguments: MailedLink.allCases)
    func `a link of before there were proofs works, and its code can be typed`(kind: MailedLink) async throws {
        let link = try await send(kind).without("proof")
        let reader = try await follow(link, kind)
        #expect(reader.text.contains(kind.success), "\(reader.text)")
    }

    @Test(arguments: MailedLink.allCases)
    func `a link that somebody makes up is refused, spoils nothing and leaves no trace`(
        kind: MailedLink
    ) async throws {
        let link = try await send(kind)
        let before = try await events()
        let right = try #require(link.between("proof=", "&"))
        for proof in ["x", "AAAAAAAAAAAAAAAAAAAAAA", String(right.dropLast()), right + "A"] {
            for _ in 0..<3 { expectRefusal(try await follow(link.with("proof", proof), kind)) }
        }
        for _ in 0..<10 { expectRefusal(try await follow(link.with("code", "GUESS1"), kind)) }
        #expect(try await events() == before)
        let reader = try await follow(try link.without("proof"), kind)
        #expect(reader.text.contains(kind.success), "\(reader.text)")
    }

    @Test(arguments: MailedLink.allCases)
    func `a link ends with its code`(kind: MailedLink) async throws {
        let link = try await send(kind)
        server.clock.advance(by: kind.purpose.lifetime)
        expectRefusal(try await follow(link, kind))
    }

    @Test func `another code than the link's is a typed one, and counts`() async throws {
        let link = try await send(.email)
        let browser = fixture.browser()
        try await browser.open(link)
        for _ in 0...CodePurpose.email.greatestFailures {
            try await browser.submit("form", [("code", "GUESS1")])
            expectRefusal(browser)
        }
        expectRefusal(try await follow(try link.without("proof"), .email))
        // The link's own is still in the step.
        try await browser.submit("form", [("code", try #require(link.between("code=", "&")))])
        #expect(browser.text.contains(MailedLink.email.success))
    }

    @Test(arguments: [true, false])
    func `whoever has accepted an invitation gets a credential, guesses or not`(hasPassword: Bool) async throws {
        try await fixture.set(
            login: [
                "allowUsernamePassword": .bool(hasPassword), "passwordlessType": "PASSWORDLESS_TYPE_ALLOWED",
            ])
        let link = try await send(.invitation)
        let reader = fixture.browser()
        try await reader.open(link)
        try await reader.submit()
        if hasPassword {
            let made = "\(Self.base)/password/set?userId=guest&code=GUESS1"
            for _ in 0...CodePurpose.password.greatestFailures { try await follow(made, .password) }
            try await reader.submit("form", MailedLink.password.fields)
            #expect(reader.text.contains(MailedLink.password.success))
        } else {
            try await reader.submit()
            #expect(reader.text.contains(MailedLink.passkey.success))
        }
    }

    @Test(arguments: [
        ("en", "open the link in the newest mail, or ask for a new one"),
        ("de", "öffnen Sie den Link in der neuesten E-Mail oder fordern Sie einen neuen Code an"),
    ])
    func `when the tries are used up, a page says what to do, to nobody as to somebody`(
        language: String, words: String
    ) async throws {
        for name in ["minnie", "nobody"] {
            let browser = fixture.browser()
            browser.language = language
            try await browser.open("\(Self.base)/password/forgot")
            try await browser.submit("form", [("loginName", name)])
            for _ in 0...CodePurpose.password.greatestFailures {
                try await browser.submit("form", [("code", "GUESS1")] + MailedLink.password.fields)
                #expect(browser.path == "\(Self.base)/password/set")
                #expect(browser.text.contains(words), "\(name)")
            }
        }
        // What is asked for is another mail.
        let link = String(try #require(await server.messages().last).link.dropFirst(server.issuer.count))
        let reader = fixture.browser()
        reader.language = language
        try await reader.open(link.with("proof", "x"))
        try await reader.submit("form", MailedLink.password.fields)
        #expect(reader.text.contains(words))
        try await reader.follow(language == "de" ? "Neuen Code schicken" : "Send another code")
        #expect(reader.path == "\(Self.base)/password/forgot")
    }

    @Test(arguments: [
        [("code", "GUESS1"), ("new", "N3w-Secret-Horse"), ("again", "another")],
        [("code", "GUESS1"), ("new", ""), ("again", "")], [("code", " "), ("new", "x"), ("again", "x")],
    ])
    func `what else is wrong with a new password is told to nobody as to somebody`(
        fields: [(String, String)]
    ) async throws {
        var seen: Set<String> = []
        for name in ["minnie", "nobody"] {
            let browser = fixture.browser()
            try await browser.open("\(Self.base)/password/forgot")
            try await browser.submit("form", [("loginName", name)])
            try await browser.submit("form", fields)
            seen.insert(try #require(browser.text.between("role=\"alert\"", "</div>")))
        }
        #expect(seen.count == 1)
    }
}

/// A link that our mails carry to our pages.
enum MailedLink: String, Sendable, CaseIterable {
    case email, password, invitation, passkey

    var purpose: CodePurpose {
        switch self {
        case .email: .email
        case .password: .password
        case .invitation: .invite
        case .passkey: .passkey
        }
    }

    /// What sends it.
    fileprivate var method: String {
        switch self {
        case .email: "SetEmail"
        case .password: "PasswordReset"
        case .invitation: "CreateInviteCode"
        case .passkey: "CreatePasskeyRegistrationLink"
        }
    }

    fileprivate var message: JSONObject {
        switch self {
        case .email: ["userId": "minnie", "email": "other@mouse.example", "sendCode": [:]]
        case .password, .passkey: ["userId": "minnie", "sendLink": [:]]
        case .invitation: ["userId": "guest", "sendCode": [:]]
        }
    }

    /// What its page asks for.
    fileprivate var fields: [(String, String)] {
        self == .password ? [("new", "N3w-Secret-Horse"), ("again", "N3w-Secret-Horse")] : []
    }

    /// A part of the page that comes when the code has counted.
    fileprivate var success: String {
        switch self {
        case .email: "Your e-mail address is confirmed."
        case .password: "Your password is set."
        case .invitation: "Choose a new password"
        case .passkey: "data-kind=\"create\""
        }
    }
}

extension String {
    /// A link with another value of a parameter.
    fileprivate func with(_ name: String, _ value: String) throws -> String {
        let old = try #require(between("\(name)=", "&"))
        return replacing("\(name)=\(old)&", with: "\(name)=\(value)&")
    }

    /// A link without a parameter.
    fileprivate func without(_ name: String) throws -> String {
        let value = try #require(between("\(name)=", "&"))
        return replacing("\(name)=\(value)&", with: "")
    }
}
