internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@testable internal import OAuth

/// An application that may exchange tokens, Minnie who signed in to it, and a machine user who may act for her.
struct ExchangeFixture {
    static let accessToken = "urn:ietf:params:oauth:token-type:access_token"
    static let idToken = "urn:ietf:params:oauth:token-type:id_token"
    static let refreshToken = "urn:ietf:params:oauth:token-type:refresh_token"
    static let jwt = "urn:ietf:params:oauth:token-type:jwt"
    static let userID = "urn:zitadel:params:oauth:token-type:user_id"

    let issuing: IssuingFixture
    let application: TestServer.TestApplication
    let helper: TestServer.TestMachine

    var server: TestServer { issuing.server }
    var project: String { application.projectID }
    var audience: String { "urn:zitadel:iam:org:project:id:\(project):aud" }

    init(allowsImpersonation: Bool = true, roles: [String] = ["ORG_END_USER_IMPERSONATOR"]) async throws {
        issuing = try await IssuingFixture(TestServer())
        let server = issuing.server
        try await issuing.addMinnie()
        application = try await issuing.addApplication(
            "app", project: try await server.addProject("p"), Self.grants)
        helper = try await server.addMachine("helper")
        if allowsImpersonation {
            try await server.call(
                "zitadel.settings.v2.SettingsService/SetSecuritySettings", ["enableImpersonation": true])
        }
        if !roles.isEmpty { try await makeAdministrator(helper.id, roles) }
    }

    static let grants: JSONObject = [
        "grantTypes": [
            "OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_REFRESH_TOKEN", "OIDC_GRANT_TYPE_TOKEN_EXCHANGE",
        ]
    ]

    func makeAdministrator(_ user: String, _ roles: [String], organization: String? = nil) async throws {
        try await server.call(
            "zitadel.internal_permission.v2.InternalPermissionService/CreateAdministrator",
            [
                "userId": .string(user), "resource": ["organizationId": .string(organization ?? server.organizationID)],
                "roles": .strings(roles),
            ])
    }

    /// What Minnie's sign-in gave the application.
    func signIn(scope: String = "openid profile email offline_access") async throws -> JSONObject {
        try await issuing.issuer.issue(issuing.authorization(for: application, scope: scope))
    }

    func signedInToken(scope: String = "openid profile email offline_access") async throws -> String {
        try await server.text(.object(signIn(scope: scope)), "access_token")
    }

    /// Of the machine user that may act for others.
    func helperToken(scope: String = "openid") async throws -> String {
        try await server.accessToken(helper, scope: "\(scope) \(audience)")
    }

    func exchange(
        _ form: [(String, String)], by other: TestServer.TestApplication? = nil
    ) async throws -> TestResponse {
        try await server.post(
            "/oauth/v2/token", [("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")] + form,
            authorization: (other ?? application).authorization)
    }

    func exchange(
        subject: String, as type: String = accessToken, _ more: [(String, String)] = [],
        by other: TestServer.TestApplication? = nil
    ) async throws -> TestResponse {
        try await exchange([("subject_token", subject), ("subject_token_type", type)] + more, by: other)
    }

    /// The helper acts for a user.
    func impersonate(
        _ user: String = "minnie", as type: String = userID, _ more: [(String, String)] = []
    ) async throws -> TestResponse {
        try await exchange(
            subject: user, as: type,
            [("actor_token", helperToken()), ("actor_token_type", Self.accessToken)] + more)
    }

    func introspect(_ answer: JSONValue) async throws -> JSONValue {
        try await server.introspect(server.text(answer, "access_token"), by: application).json
    }
}

extension TestResponse {
    /// `error: error_description`.
    var refusal: String {
        get throws {
            "\(try json["error"]?.stringValue ?? ""): \(try json["error_description"]?.stringValue ?? "")"
        }
    }
}
