internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: somebody whom an application does not admit")
struct TurnedAwayTests {
    /// Why somebody is turned away, and what they are told.
    enum Reason: CaseIterable, CustomStringConvertible {
        /// `OIDC-foSyH49RvL`.
        case noRole
        /// `OIDC-Us3r4`.
        case inactiveOrganization

        var description: String {
            switch self {
            case .noRole: "You may not use this application."
            case .inactiveOrganization: "This account is not active."
            }
        }
    }

    private static let base = LoginFixture.base
    let fixture: LoginFixture
    let client: TestServer.TestClient

    /// `daisy` may use the application; `minnie`, of another organization, will not.
    init() async throws {
        let server = try await TestServer()
        fixture = LoginFixture(server)
        let project = try await server.addProject("project")
        client = try await server.addClient("app", project: project)
        try await fixture.addHuman("minnie", organization: try await server.addOrganization("other"))
        try await fixture.addHuman("daisy")
    }

    private var server: TestServer { fixture.server }

    private func keepOut(_ reason: Reason) async throws {
        switch reason {
        case .noRole:
            try await server.call(
                "zitadel.project.v2.ProjectService/UpdateProject",
                ["projectId": .string(client.projectID), "authorizationRequired": true])
            try await server.call(
                "zitadel.project.v2.ProjectService/AddProjectRole",
                ["projectId": .string(client.projectID), "roleKey": "guest", "displayName": "Guest"])
            try await server.call(
                "zitadel.authorization.v2.AuthorizationService/CreateAuthorization",
                [
                    "userId": "daisy", "projectId": .string(client.projectID),
                    "organizationId": .string(server.organizationID), "roleKeys": ["guest"],
                ])
        case .inactiveOrganization:
            let minnie = try await server.call("zitadel.user.v2.UserService/GetUserByID", ["userId": "minnie"])
            try await server.call(
                "zitadel.org.v2.OrganizationService/DeactivateOrganization",
                ["organizationId": minnie["user"]?["details"]?["resourceOwner"] ?? .null])
        }
    }

    /// Where a browser stands that was signed in as `minnie` when the application sent it.
    private func turnedAway(_ reason: Reason) async throws -> TestBrowser {
        let browser = try await fixture.signedIn()
        try await keepOut(reason)
        try await browser.authorize(client)
        #expect(browser.path == "\(Self.base)/accounts")
        #expect(browser.page?.status == .ok)
        #expect(browser.text.contains(reason.description))
        return browser
    }

    @Test(arguments: Reason.allCases)
    func `who is signed in and not admitted signs in as somebody else`(reason: Reason) async throws {
        let browser = try await turnedAway(reason)
        try await browser.follow("Use another account")
        try await browser.submit("form", [("loginName", "daisy")])
        try await browser.submit("form", [("password", LoginFixture.password)])
        let answer = try browser.applicationAnswer()
        #expect(answer["code"] != nil)
        #expect(answer["state"] == "st&ate=1")
    }

    @Test(arguments: Reason.allCases)
    func `who is signed in and not admitted goes back by cancelling`(reason: Reason) async throws {
        let browser = try await turnedAway(reason)
        try await browser.submit("cancel", [("action", "cancel")])
        let answer = try browser.applicationAnswer()
        #expect(answer["error"] == "access_denied")
        #expect(answer["state"] == "st&ate=1")
    }

    @Test func `of two accounts that are signed in, the one that is admitted goes on`() async throws {
        let browser = try await fixture.signedIn()
        try await browser.signIn("daisy")
        try await keepOut(.noRole)
        try await browser.authorize(client)
        try await browser.choose(account: "minnie")
        #expect(browser.path == "\(Self.base)/accounts")
        #expect(browser.text.contains(Reason.noRole.description))
        try await browser.choose(account: "daisy")
        #expect(try browser.applicationAnswer()["code"] != nil)
    }

    @Test func `who is not admitted after signing in chooses, too`() async throws {
        try await keepOut(.noRole)
        let browser = fixture.browser()
        try await browser.authorize(client)
        try await browser.submit("form", [("loginName", "minnie")])
        try await browser.submit("form", [("password", LoginFixture.password)])
        #expect(browser.path == "\(Self.base)/accounts")
        #expect(browser.title == "Choose an account")
        #expect(browser.text.contains(Reason.noRole.description))
    }

    @Test func `who was let in meanwhile goes on`() async throws {
        let browser = try await turnedAway(.noRole)
        try await server.call(
            "zitadel.project.v2.ProjectService/UpdateProject",
            ["projectId": .string(client.projectID), "authorizationRequired": false])
        try await browser.choose(account: "minnie")
        #expect(try browser.applicationAnswer()["code"] != nil)
    }
}
