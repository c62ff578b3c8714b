internal import HTTP
internal import Platform

/// The server's metadata: OpenID Connect Discovery 1.0 §3 and RFC 8414 §2 in one document. It lists what there is.
struct DiscoveryEndpoint: Sendable {
    let issuer: String
    let grantTypes: [String]
    let signingAlgorithms: @Sendable () async -> [String]

    static let clientAuthenticationMethods: [JSONValue] = [
        "client_secret_basic", "client_secret_post", "private_key_jwt",
    ]
    static let assertionAlgorithms: [JSONValue] = [
        "RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512", "EdDSA",
    ]

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        let algorithms = await signingAlgorithms()
        return HTTPResponse.json(.ok, document(algorithms)).with("Cache-Control", "public, max-age=300")
    }

    private func document(_ algorithms: [String]) -> JSONObject {
        var document: JSONObject = ["issuer": .string(issuer)]
        for (member, path) in [
            ("token_endpoint", Endpoint.token), ("introspection_endpoint", Endpoint.introspection),
            ("userinfo_endpoint", Endpoint.userInfo), ("revocation_endpoint", Endpoint.revocation),
            ("jwks_uri", Endpoint.keys),
        ] {
            document.append(member, .string(issuer + path.description))
        }
        document.append("scopes_supported", ["openid", "profile", "email", "phone"])
        document.append("response_types_supported", [])
        document.append("grant_types_supported", .array(grantTypes.map { .string($0) }))
        document.append("subject_types_supported", ["public"])
        document.append("id_token_signing_alg_values_supported", .array(algorithms.map { .string($0) }))
        for endpoint in ["token", "revocation", "introspection"] {
            document.append(
                "\(endpoint)_endpoint_auth_methods_supported", .array(Self.clientAuthenticationMethods))
            document.append(
                "\(endpoint)_endpoint_auth_signing_alg_values_supported", .array(Self.assertionAlgorithms))
        }
        document.append("introspection_signing_alg_values_supported", .array(algorithms.map { .string($0) }))
        document.append(
            "claims_supported",
            .array(
                (["sub", "aud", "exp", "iat", "iss", "auth_time", "amr", "azp", "client_id", "at_hash"]
                    + Claim.all.map(\.name)).map { .string($0) }))
        document.append("claims_parameter_supported", false)
        document.append("request_parameter_supported", false)
        document.append("request_uri_parameter_supported", false)
        return document
    }
}
