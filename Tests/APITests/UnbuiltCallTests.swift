internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Calls that are not built")
struct UnbuiltCallTests {
    @Test(
        arguments: [
            ("google", "idps/generic_oidc"), ("gitlab", "idps/generic_oidc"),
            ("gitlab_self_hosted", "idps/generic_oidc"),
            ("azure", "idps/generic_oidc"), ("apple", "idps/generic_oidc"), ("zitadel", "idps/generic_oidc"),
            ("github", "idps/oauth"), ("github_es", "idps/oauth"), ("jwt", "not supported"), ("ldap", "not supported"),
            ("saml", "not supported"),
        ])
    func `a kind of identity provider says what to use in its place`(kind: String, text: String) async throws {
        let server = try await UnbuiltCallTests.server.value
        for base in ["/admin/v1", "/management/v1"] {
            for (method, path) in [(HTTPMethod.post, "\(base)/idps/\(kind)"), (.put, "\(base)/idps/\(kind)/1")] {
                let fields: HTTPFields = ["Authorization": "Bearer \(server.administratorToken)"]
                let response = try await server.send(HTTPRequest(method, path, fields: fields, body: Array("{}".utf8)))
                #expect(response.status == .notImplemented)
                #expect(try response.json["code"] == 12)
                #expect(try response.json["message"]?.stringValue?.contains(text) == true, "\(response.text)")
                let stranger = try await server.send(HTTPRequest(method, path, body: Array("{}".utf8)))
                #expect(stranger.status == .unauthorized)
            }
        }
    }

    @Test func `a kind that nobody knows is not found`() async throws {
        let server = try await UnbuiltCallTests.server.value
        let fields: HTTPFields = ["Authorization": "Bearer \(server.administratorToken)"]
        #expect(try await server.send(HTTPRequest(.post, "/admin/v1/idps/gopher", fields: fields)).status == .notFound)
    }

    private static let server = Task { try await TestServer() }
}
