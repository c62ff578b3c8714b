internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

/// What an application of minnie's own organization is given, and when that is a question.
extension ConsentTests {
    /// An application of minnie's organization, which owns the project of the API.
    func addOwn() async throws -> TestServer.TestClient {
        try await fixture.server.addClient("own", project: try await fixture.server.addProject("own"))
    }

    private func apiProject() async throws -> String {
        let found = try await fixture.server.database.read { (tx) throws(DomainError) in try tx.instance() }
        return try #require(found?.instance.projectID.rawValue)
    }

    @Test(arguments: [true, false])
    func `that somebody's rights here are asked for is told, whoever asks`(byName: Bool) async throws {
        let own = try await addOwn()
        let project = byName ? "zitadel" : try await apiProject()
        let scope = "openid urn:zitadel:iam:org:project:id:\(project):aud"
        let browser = try await fixture.signedIn()
        try await authorize(browser, of: own, [("scope", scope), ("prompt", "consent")])
        #expect(browser.title == "Allow own?" && browser.text.contains("also as an administrator"))
        try await browser.submit("form", [("action", "allow")])
        #expect(try answer(browser)["code"] != nil)
        let (page, tokens) = try await letDeviceIn(browser, of: own, scope: scope)
        #expect(page.contains("own of ZITADEL wants") && page.contains("also as an administrator"))
        let access = try fixture.server.text(tokens, "access_token")
        #expect(try await fixture.server.get("/v2/users/minnie", token: access).status == .ok)
    }

    /// Makes minnie an administrator of something.
    private func appoint(_ role: String, over resource: JSONValue) async throws {
        try await fixture.server.call(
            "zitadel.internal_permission.v2.InternalPermissionService/CreateAdministrator",
            ["userId": "minnie", "roles": [.string(role)], "resource": resource])
    }

    @Test(arguments: ["IAM_OWNER_VIEWER", "ORG_OWNER_VIEWER", "PROJECT_OWNER_VIEWER"])
    func `an administrator's rights here are given to no application in silence`(role: String) async throws {
        let own = try await addOwn()
        let resources: [String: JSONValue] = [
            "IAM_OWNER_VIEWER": ["instance": true],
            "ORG_OWNER_VIEWER": ["organizationId": .string(fixture.server.organizationID)],
            "PROJECT_OWNER_VIEWER": ["projectId": .string(own.projectID)],
        ]
        try await appoint(role, over: #require(resources[role]))
        let browser = try await fixture.signedIn()
        try await authorize(browser, of: own, [("scope", Self.ownAPI), ("prompt", "none")])
        #expect(try answer(browser)["error"] == "consent_required")
        try await authorize(browser, of: own, [("scope", Self.ownAPI)])
        #expect(browser.title == "Allow own?" && browser.text.contains("also as an administrator"))
        try await browser.submit("form", [("action", "allow")])
        #expect(try answer(browser)["code"] != nil)
        try await authorize(browser, of: own, [("scope", Self.ownAPI), ("prompt", "none")])
        #expect(try answer(browser)["code"] != nil)
        try await withdraw(browser)
        try await authorize(browser, of: own, [("scope", Self.ownAPI)])
        #expect(browser.path == "/ui/v2/login/consent")
    }

    @Test func `an administrator is asked nothing else, and nothing by the API's own applications`() async throws {
        let project = try await fixture.server.addProject("Road Works")
        let console = try await fixture.server.addClient("console", project: try await apiProject())
        try await appoint("IAM_OWNER", over: ["instance": true])
        let browser = try await fixture.signedIn()
        try await authorize(browser, of: console, [("scope", Self.ownAPI)])
        #expect(try answer(browser)["code"] != nil)
        let scope = "openid urn:zitadel:iam:org:project:id:\(project):aud"
        try await authorize(browser, of: try await addOwn(), [("scope", scope)])
        #expect(try answer(browser)["code"] != nil)
    }

    @Test func `what an application of the API's own project gets is told without a scope for it`() async throws {
        let console = try await fixture.server.addClient("console", project: try await apiProject())
        let (page, tokens) = try await letDeviceIn(try await fixture.signedIn(), of: console, scope: "openid")
        #expect(page.contains("also as an administrator"))
        let access = try fixture.server.text(tokens, "access_token")
        #expect(try await fixture.server.get("/v2/users/minnie", token: access).status == .ok)
    }

    @Test func `a project of the application's own organization is told, and the application's own is not`()
        async throws
    {
        let own = try await addOwn()
        let project = try await fixture.server.addProject("Road Works")
        let scope =
            "openid urn:zitadel:iam:org:project:id:\(project):aud urn:zitadel:iam:org:project:id:\(own.projectID):aud"
        let (page, _) = try await letDeviceIn(try await fixture.signedIn(), of: own, scope: scope)
        #expect(page.contains("use Road Works as you") && !page.contains("use own as you"))
        #expect(!page.contains("administrator"))
    }
}
