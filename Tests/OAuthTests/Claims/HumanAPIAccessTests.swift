internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@testable internal import OAuth

/// CVE-2025-64103: the second factor could be left out.
@Suite("Access tokens of humans at the administration API")
struct HumanAPIAccessTests {
    private static let scope = "openid urn:zitadel:iam:org:project:id:zitadel:aud"

    let fixture: IssuingFixture
    let application: TestServer.TestApplication

    init() async throws {
        fixture = try await IssuingFixture(TestServer())
        try await fixture.addMinnie()
        application = try await fixture.addApplication("app", project: try await fixture.server.addProject("p"))
    }

    private func choose(_ settings: LoginSettings) async throws {
        let now = fixture.server.clock.now
        let organization = Organization.ID(fixture.server.organizationID)
        try await fixture.server.database.write { (tx) throws(DomainError) in
            try tx.insert(settings, of: organization, sequence: 1, at: now, conflict: .internalFault)
        }
    }

    /// Minnie reads herself with a token of such a sign-in.
    private func read(methods: [String], at moment: Timestamp?, scope: String = scope) async throws -> TestResponse {
        var authorization = try await fixture.authorization(for: application, scope: scope)
        authorization.authenticationMethods = methods
        authorization.authenticatedAt = moment
        let answer = try await fixture.issuer.issue(authorization)
        return try await fixture.server.tryCall(
            "zitadel.user.v2.UserService/GetUserByID", ["userId": "minnie"],
            token: fixture.server.text(.object(answer), "access_token"))
    }

    @Test func `a token for this service's project works, and no other`() async throws {
        let now = fixture.server.clock.now
        #expect(try await read(methods: ["pwd"], at: now).status == .ok)
        let unaimed = try await read(methods: ["pwd"], at: now, scope: "openid")
        #expect(unaimed.status == .unauthorized)
        #expect(unaimed.text.contains("AUTH-7fs1e"))
    }

    @Test func `a token without any proof is refused`() async throws {
        let response = try await read(methods: [], at: nil)
        #expect(response.status == .forbidden)
        #expect(response.text.contains("authentication required (AUTHZ-Kl3p0)"))
    }

    @Test(arguments: [true, false])
    func `where the policy forces a second factor, one is too little`(onLocalUsersOnly: Bool) async throws {
        var settings = LoginSettings()
        settings.forcesMFA = !onLocalUsersOnly
        settings.forcesMFAOnLocalUsers = onLocalUsersOnly
        try await choose(settings)
        let now = fixture.server.clock.now
        for methods in [["pwd"], ["pwd", "mfa"]] {
            let response = try await read(methods: methods, at: now)
            let isEnough = methods.contains("mfa")
            #expect(response.status == (isEnough ? .ok : .forbidden))
            #expect(response.text.contains("mfa required (AUTHZ-Kl3p0)") == !isEnough)
        }
    }

    @Test func `whoever has set up a second factor cannot leave it out`() async throws {
        let registered = try await fixture.server.call(
            "zitadel.user.v2.UserService/RegisterTOTP", ["userId": "minnie"])
        let app = try AuthenticatorApp(secret: fixture.server.text(registered, "secret"))
        let code = app.code(at: fixture.server.clock.now)
        try await fixture.server.call(
            "zitadel.user.v2.UserService/VerifyTOTPRegistration", ["userId": "minnie", "code": .string(code)])
        let now = fixture.server.clock.now
        #expect(try await read(methods: ["pwd"], at: now).status == .forbidden)
        #expect(try await read(methods: ["pwd", "otp", "mfa"], at: now).status == .ok)
    }
}
