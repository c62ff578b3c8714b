internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 9700 §2.1: applications that change while somebody signs in")
struct ChangedApplicationTests {
    enum Change: String, CaseIterable, Sendable {
        case redirectURI, responseType, grantType, application, project, organization
    }

    let server: TestServer
    let tenant: String
    let signIn: TestSignIn
    let session: TestSession

    init() async throws {
        server = try await TestServer()
        tenant = try await server.addOrganization("Tenant")
        let project = try await server.addProject("Shop", organization: tenant)
        signIn = TestSignIn(server, try await server.addClient("web", project: project))
        session = try await server.signIn(server.addPerson("road"))
    }

    private func make(_ change: Change) async throws {
        switch change {
        case .redirectURI: try await update(["redirectUris": ["https://app.example/other"]])
        case .responseType:
            try await update([
                "responseTypes": ["OIDC_RESPONSE_TYPE_ID_TOKEN"],
                "grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_IMPLICIT"],
            ])
        case .grantType: try await update(["grantTypes": ["OIDC_GRANT_TYPE_DEVICE_CODE"]])
        case .application: try await call("DeactivateApplication")
        case .project:
            try await server.call(
                "zitadel.project.v2.ProjectService/DeactivateProject",
                ["projectId": .string(signIn.client.projectID)])
        case .organization:
            try await server.call(
                "zitadel.org.v2.OrganizationService/DeactivateOrganization", ["organizationId": .string(tenant)])
        }
    }

    private func update(_ configuration: JSONValue) async throws {
        try await call("UpdateApplication", ["oidcConfiguration": configuration])
    }

    private func call(_ method: String, _ more: JSONObject = [:]) async throws {
        var message = more
        message.append("projectId", .string(signIn.client.projectID))
        message.append("applicationId", .string(signIn.client.id))
        try await server.call("zitadel.application.v2.ApplicationService/\(method)", .object(message))
    }

    private func refuse(_ request: String) async throws -> TestResponse {
        try await server.tryCall(
            "zitadel.oidc.v2.OIDCService/CreateCallback",
            ["authRequestId": .string(request), "error": ["error": "ERROR_REASON_ACCESS_DENIED"]])
    }

    private func expectNothingSent(_ response: TestResponse) throws {
        #expect(response.status == .badRequest)
        #expect(response.text.contains("OIDC-Ch4ng"), "\(response.text)")
        #expect(try response.json["callbackUrl"] == nil)
    }

    @Test(arguments: Change.allCases)
    func `RFC 9700 §2.1: neither a code nor a refusal is sent where no request could lead any more`(
        change: Change
    ) async throws {
        let request = try await signIn.request()
        try await make(change)
        try expectNothingSent(try await signIn.answer(request, session: session))
        try expectNothingSent(try await refuse(request))
    }

    @Test(arguments: Change.allCases)
    func `RFC 9700 §2.1: the page that posts an answer posts it nowhere any more`(change: Change) async throws {
        let url = try await signIn.callback([("response_mode", "form_post")], session: session)
        try await make(change)
        let page = try await server.get(String(url.dropFirst(TestServer.issuer.count)))
        #expect(page.status == .badRequest)
        #expect(!page.text.contains("<form"))
    }

    @Test func `an application that is active again gets its answer`() async throws {
        let request = try await signIn.request()
        try await make(.application)
        try expectNothingSent(try await signIn.answer(request, session: session))
        try await call("ReactivateApplication")
        #expect(try await signIn.answer(request, session: session).status == .ok)
    }
}
