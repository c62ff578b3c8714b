internal import HTTP
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

/// The module of the OpenID conformance suite's plan "Config OP".
@Suite("OpenID conformance: Config OP")
struct ConfigOPTests {
    private static let issuer = "https://id.acme.example"

    @Test func `oidcc-discovery-endpoint-verification`() async throws {
        let server = try await TestServer(issuer: Self.issuer)
        let response = try await server.get("/.well-known/openid-configuration")
        #expect(response.status == .ok)
        #expect(response.fields["Content-Type"] == "application/json")
        let metadata = try response.json
        #expect(metadata["issuer"] == .string(Self.issuer))
        #expect(try texts(metadata, "response_types_supported").contains("code"))
        #expect(try texts(metadata, "grant_types_supported").contains("authorization_code"))
        #expect(try Set(texts(metadata, "subject_types_supported")).isSubset(of: ["public", "pairwise"]))
        #expect(try texts(metadata, "id_token_signing_alg_values_supported").contains("RS256"))
        #expect(try texts(metadata, "scopes_supported").contains("openid"))
        #expect(try texts(metadata, "code_challenge_methods_supported") == ["S256"])
        #expect(try texts(metadata, "claims_supported").contains("sub"))
        for scope in try texts(metadata, "scopes_supported") {
            #expect(scope.utf8.allSatisfy { $0 == 0x21 || (0x23...0x5B).contains($0) || (0x5D...0x7E).contains($0) })
        }
        for locale in try texts(metadata, "ui_locales_supported") {
            #expect(locale.wholeMatch(of: #/[a-z]{2,3}(-[A-Z]{2})?/#) != nil)
        }
        for name in ["request_parameter_supported", "request_uri_parameter_supported", "claims_parameter_supported"] {
            #expect(metadata[name]?.boolValue != nil, "\(name)")
        }
        try endpoints(of: metadata)
        try await keys(at: metadata, of: server)
    }

    /// All of them are the service's own, over TLS.
    private func endpoints(of metadata: JSONValue) throws {
        let members = try #require(metadata.objectValue).members
        let endpoints = members.filter { $0.name.hasSuffix("_endpoint") || $0.name == "jwks_uri" }
        let needed: Set = ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"]
        #expect(needed.isSubset(of: endpoints.map(\.name)))
        for endpoint in endpoints {
            #expect(endpoint.value.stringValue?.hasPrefix("\(Self.issuer)/") == true, "\(endpoint.name)")
        }
        #expect(Set(members.map(\.name)).count == members.count)
    }

    private func keys(at metadata: JSONValue, of server: TestServer) async throws {
        let uri = try server.text(metadata, "jwks_uri")
        let json = try await server.get(String(uri.dropFirst(Self.issuer.count))).json
        let keys = try #require(json["keys"]?.arrayValue)
        #expect(!keys.isEmpty)
        for key in keys {
            #expect(["RSA", "EC", "OKP"].contains(key["kty"]))
            for member in ["d", "p", "q", "dp", "dq", "qi", "k"] { #expect(key[member] == nil) }
        }
        #expect(Set(keys.compactMap { $0["kid"]?.stringValue }).count == keys.count)
        _ = try JWKSet(json)
    }

    private func texts(_ metadata: JSONValue, _ member: String) throws -> [String] {
        try #require(metadata[member]?.arrayValue, "\(member)").map { try #require($0.stringValue) }
    }
}
