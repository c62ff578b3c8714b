internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// A person with a browser, an application, and the service between them.
struct Scene: Sendable {
    let browser: Browser
    let server: TestServer
    let application: RelyingParty
    let person: Person

    struct Person: Sendable {
        let id: String
        let loginName: String
        let password: String
    }

    /// - Parameters:
    ///   - application: what is different about the application.
    ///   - allowedHosts: whom the service may call although they are on this machine.
    static func play(
        application: JSONObject = [:], allowedHosts: Set<String> = [], _ body: (Scene) async throws -> Void
    ) async throws {
        try await Browser.use { browser in
            try await TestServer.live(allowedHosts: allowedHosts) { server in
                let person = try await server.addPerson("minnie")
                try await RelyingParty.open(at: server, application) { application in
                    try await body(
                        Scene(browser: browser, server: server, application: application, person: person))
                }
            }
            // Whatever a page was refused, a script or a picture, is a mistake of the page.
            let complaints = try await browser.complaints().filter { complaint in
                // A page that refuses something says so in its status.
                let isOfPage = complaint.contains("status of 40") && !complaint.contains("/assets/")
                return !isOfPage && !complaint.contains("favicon.ico")
            }
            #expect(complaints == [])
        }
    }

    /// Types name and password on the pages that ask for them.
    func signIn(as somebody: Person? = nil) async throws {
        try await enterName(of: somebody)
        try await enterPassword(of: somebody)
    }

    func enterName(of somebody: Person? = nil) async throws {
        try await browser.type((somebody ?? person).loginName, into: .field("Login name or e-mail address"))
        try await browser.click(.button("Continue"))
    }

    func enterPassword(of somebody: Person? = nil) async throws {
        try await browser.type((somebody ?? person).password, into: .field("Password"))
        try await browser.click(.button("Sign in"))
    }

    /// The person among the accounts of the browser.
    private var account: Locator { .xpath("//form//button[contains(., '\(person.loginName)')]") }

    /// Proves once more who it is, whichever of the pages for that comes first.
    func proveAgain() async throws {
        try await browser.wait(until: "a page that asks who it is") {
            if try await !browser.elements("input[name=password], input[name=loginName]").isEmpty { return true }
            return try await !browser.elements(account).isEmpty
        }
        if try await !browser.elements(account).isEmpty { try await browser.click(account) }
        if try await !browser.elements("input[name=loginName]").isEmpty { try await enterName() }
        try await enterPassword()
    }

    /// Goes on as the person who is signed in, when the pages want to have that confirmed.
    func goOn(_ request: RelyingParty.Request) async throws {
        try await browser.wait(until: "a page to confirm, or the application") {
            if application.received(request) != nil { return true }
            return try await !browser.elements(account).isEmpty
        }
        if application.received(request) == nil { try await browser.click(account) }
    }
}

extension TestServer {
    /// A person who has a password and a proven address, and is not asked to set up a second factor.
    func addPerson(_ name: String) async throws -> Scene.Person {
        let password = "Correct-Horse-9"
        let made = try await call(
            "zitadel.user.v2.UserService/CreateUser",
            [
                "organizationId": .string(organizationID), "username": .string(name),
                "human": [
                    "profile": ["givenName": "Minnie", "familyName": "Mouse", "preferredLanguage": "en"],
                    "email": ["email": .string("\(name)@mouse.example"), "isVerified": true],
                    "phone": ["phone": "+41791234567", "isVerified": true],
                    "password": ["password": .string(password)],
                ],
            ])
        let id = try text(made, "id")
        try await call("zitadel.user.v2.UserService/HumanMFAInitSkipped", ["userId": .string(id)])
        return Scene.Person(id: id, loginName: name, password: password)
    }

    /// Lets people use a kind of second factor.
    /// - Parameter name: the last part of the API's name of it.
    func admit(secondFactor name: String) async throws {
        try await manage(
            .post, "/admin/v1/policies/login/second_factors", ["type": .string("SECOND_FACTOR_TYPE_\(name)")])
    }
}
