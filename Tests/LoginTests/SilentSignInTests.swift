internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@testable internal import Login

/// OpenID Connect Core §3.1.2.1: with `prompt=none` no page is shown, whatever comes of the request.
@Suite("Login pages: prompt=none is never answered with a page")
struct SilentSignInTests {
    let fixture: LoginFixture
    let organization: String
    let application: TestSignIn
    /// `daisy` of the organization is signed in here.
    let browser: TestBrowser

    init() async throws {
        fixture = try await LoginFixture()
        organization = try await fixture.server.addOrganization("other")
        try await fixture.addHuman("daisy", organization: organization)
        let client = try await fixture.server.addClient("app", project: try await fixture.server.addProject("Shop"))
        application = TestSignIn(fixture.server, client)
        browser = fixture.browser()
        try await browser.open("\(LoginFixture.base)/loginname")
        try await browser.submit("form", [("loginName", try await fixture.loginName("daisy"))])
        try await browser.submit("form", [("password", LoginFixture.password)])
        try #require(browser.path == "\(LoginFixture.base)/signedin", "\(browser.text)")
    }

    private var server: TestServer { fixture.server }

    private func begin(_ changes: [(String, String?)] = []) async throws -> String {
        try await browser.begin(application.parameters([("prompt", "none")] + changes))
    }

    private func members() throws -> [String: String] {
        #expect(browser.page?.status == .seeOther)
        let location = try #require(browser.page?.fields["Location"], "\(browser.text)")
        try #require(location.hasPrefix(TestSignIn.redirectURI), "\(location)")
        #expect(try TestSignIn.members(of: location)["state"] == "st&ate=1")
        return try TestSignIn.members(of: location)
    }

    private func answer(_ changes: [(String, String?)] = []) async throws -> [String: String] {
        try await browser.open(try await begin(changes))
        return try members()
    }

    private enum Change: String, CaseIterable, Sendable {
        case nothing, organizationInactive, userInactive, userLocked, sessionEnded, projectKeepsOut, newProof
        case secondFactor

        var result: String {
            switch self {
            case .nothing: "code"
            case .projectKeepsOut: "access_denied"
            case .secondFactor: "interaction_required"
            default: "login_required"
            }
        }
    }

    private func make(_ change: Change) async throws {
        switch change {
        case .nothing: break
        case .organizationInactive:
            try await server.call(
                "zitadel.org.v2.OrganizationService/DeactivateOrganization", ["organizationId": .string(organization)])
        case .userInactive:
            try await server.call("zitadel.user.v2.UserService/DeactivateUser", ["userId": "daisy"])
        case .userLocked: try await server.call("zitadel.user.v2.UserService/LockUser", ["userId": "daisy"])
        case .sessionEnded:
            let session = try await server.call("zitadel.session.v2.SessionService/ListSessions", [:])
            for found in session["sessions"]?.arrayValue ?? [] {
                try await server.call(
                    "zitadel.session.v2.SessionService/DeleteSession", ["sessionId": #require(found["id"])])
            }
        case .projectKeepsOut:
            try await server.call(
                "zitadel.project.v2.ProjectService/UpdateProject",
                ["projectId": .string(application.client.projectID), "authorizationRequired": true])
        case .newProof: server.clock.advance(by: .minutes(2))
        case .secondFactor:
            try await fixture.set(login: ["allowUsernamePassword": true, "passwordlessType": 1, "forceMfa": true])
        }
    }

    @Test(arguments: Change.allCases)
    private func `what has changed since somebody signed in is told the application`(change: Change) async throws {
        try await make(change)
        let members = try await answer(change == .newProof ? [("max_age", "60")] : [])
        #expect(members["error"] ?? (members["code"] == nil ? "nothing" : "code") == change.result)
        #expect(members["error_description"]?.isEmpty != true)
    }

    @Test func `a store that takes no changes is told as temporary, and counts as no answer`() async throws {
        let page = try await begin()
        try await server.setDiskWritable(false)
        try await browser.open(page)
        #expect(try members()["error"] == "temporarily_unavailable")
        try await server.setDiskWritable(true)
        try await browser.open(page)
        #expect(try members()["code"] != nil)
    }

    @Test func `a request that is over, or was answered, is told as an error`() async throws {
        let page = try await begin()
        try await browser.open(page)
        let code = try #require(try members()["code"])
        #expect(try await application.redeem(code).status == .ok)
        try await browser.open(page)
        #expect(try members()["error"] == "server_error")
        let late = try await begin()
        server.clock.advance(by: .minutes(61))
        try await browser.open(late)
        #expect(try members()["error"] == "server_error")
    }

    @Test func `tokens that cannot be made are told as an error`() async throws {
        let implicit = try await server.addClient(
            "implicit", project: application.client.projectID,
            [
                "responseTypes": ["OIDC_RESPONSE_TYPE_ID_TOKEN"], "grantTypes": ["OIDC_GRANT_TYPE_IMPLICIT"],
                "applicationType": "OIDC_APP_TYPE_USER_AGENT",
            ])
        let changes = [("client_id", implicit.clientID), ("response_type", "id_token"), ("scope", "openid")]
        #expect(try await answer(changes.map { ($0.0, $0.1) })["id_token"] != nil)
        let found = try await server.call("zitadel.session.v2.SessionService/ListSessions", [:])
        let expiry = server.clock.now + .hours(12)
        for session in found["sessions"]?.arrayValue ?? [] {
            let id = try server.text(session, "id")
            try await server.database.write { (tx) throws(DomainError) in try tx.revoke(token: id, until: expiry) }
        }
        #expect(try await answer(changes.map { ($0.0, $0.1) })["error"] == "server_error")
    }

    @Test func `RFC 9700 §2.1: where no request could lead any more nothing is sent, and a page says so`() async throws
    {
        let (page, stranger) = (try await begin(), fixture.browser())
        try await server.call(
            "zitadel.application.v2.ApplicationService/UpdateApplication",
            [
                "projectId": .string(application.client.projectID), "applicationId": .string(application.client.id),
                "oidcConfiguration": ["redirectUris": ["https://app.example/other"]],
            ])
        for browser in [browser, stranger] {
            try await browser.open(page)
            #expect(browser.page?.fields["Location"] == nil)
            #expect(browser.text.contains("This sign-in is over."))
        }
    }

    @Test(arguments: [
        ("COMMAND-Flk38", DomainError.Kind.failedPrecondition, "login_required"),
        ("COMMAND-Hewfq", .failedPrecondition, "login_required"),
        ("COMMAND-Hkl3d", .failedPrecondition, "login_required"),
        ("COMMAND-sGr42", .permissionDenied, "login_required"),
        ("AUTHZ-Kl3p0", .permissionDenied, "login_required"),
        ("OIDC-Fr3sh", .failedPrecondition, "login_required"),
        ("OIDC-Us3r4", .failedPrecondition, "login_required"),
        ("OIDC-0thr1", .failedPrecondition, "login_required"),
        ("OIDC-We4k1", .failedPrecondition, "login_required"),
        ("LOGIN-0ver1", .failedPrecondition, "login_required"),
        ("OIDC-foSyH49RvL", .permissionDenied, "access_denied"),
        ("OIDC-0rg5c", .permissionDenied, "access_denied"),
        ("COMMAND-jae5P", .notFound, "server_error"),
        ("COMMAND-Sx208nt", .failedPrecondition, "server_error"),
        ("INTERNAL", .internal, "server_error"),
        ("STORE-Un4vl", .unavailable, "temporarily_unavailable"),
        ("STORE-Bu5y1", .resourceExhausted, "temporarily_unavailable"),
    ])
    func `each error of a sign-in has its counterpart`(id: String, kind: DomainError.Kind, code: String) {
        #expect(AuthorizationRefusal(inPlaceOf: DomainError(kind, id, "")).code.rawValue == code)
    }

    @Test func `what a person would be asked has its counterpart`() {
        #expect(AuthorizationRefusal(inPlaceOf: DomainError.consentRequired).code == .consentRequired)
        #expect(AuthorizationRefusal(inPlaceOf: DomainError.passwordChangeRequired).code == .interactionRequired)
        for (place, code) in [
            (Place.consent, AuthorizationRefusal.Code.consentRequired), (.password, .loginRequired),
            (.passkey, .loginRequired), (.totp, .loginRequired), (.changePassword, .interactionRequired),
            (.setUp, .interactionRequired), (.linkConfirmation, .interactionRequired),
        ] {
            #expect(AuthorizationRefusal(inPlaceOf: .go(place)).code == code, "\(place)")
        }
    }
}

extension LoginFixture {
    fileprivate func loginName(_ user: String) async throws -> String {
        let found = try await server.call("zitadel.user.v2.UserService/GetUserByID", ["userId": .string(user)])
        return try server.text(try #require(found["user"]), "preferredLoginName")
    }
}
