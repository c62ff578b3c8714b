internal import HTTP
internal import Model
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
            ("authorization_endpoint", Endpoint.authorization), ("token_endpoint", Endpoint.token),
            ("introspection_endpoint", Endpoint.introspection),
            ("userinfo_endpoint", Endpoint.userInfo), ("revocation_endpoint", Endpoint.revocation),
            ("device_authorization_endpoint", Endpoint.deviceAuthorization),
            ("end_session_endpoint", Endpoint.endSession), ("jwks_uri", Endpoint.keys),
        ] {
            document.append(member, .string(issuer + path.description))
        }
        document.append("scopes_supported", ["openid", "profile", "email", "phone", "address", "offline_access"])
        document.append(
            "response_types_supported",
            .array(OIDCConfiguration.ResponseType.allCases.map { .string($0.rawValue) }))
        document.append(
            "response_modes_supported",
            .array(AuthParameters.ResponseMode.allCases.map { .string($0.rawValue) }))
        document.append(
            "prompt_values_supported", .array(AuthParameters.Prompt.allCases.map { .string($0.rawValue) }))
        document.append("display_values_supported", ["page", "popup", "touch"])
        document.append("ui_locales_supported", ["en", "de"])
        document.append("acr_values_supported", .strings(ContextClass.allCases.map(\.rawValue)))
        document.append("code_challenge_methods_supported", ["S256"])
        document.append("authorization_response_iss_parameter_supported", true)
        // The grant of the response types that are no code; it has no business at the token endpoint.
        let grantTypes = (grantTypes + ["implicit"]).sorted()
        document.append("grant_types_supported", .array(grantTypes.map { .string($0) }))
        document.append("subject_types_supported", ["public"])
        document.append("id_token_signing_alg_values_supported", .array(algorithms.map { .string($0) }))
        for endpoint in ["token", "revocation", "introspection"] {
            let isOpen = endpoint != "introspection"
            document.append(
                "\(endpoint)_endpoint_auth_methods_supported",
                .array(Self.clientAuthenticationMethods + (isOpen ? ["none"] : [])))
            document.append(
                "\(endpoint)_endpoint_auth_signing_alg_values_supported", .array(Self.assertionAlgorithms))
        }
        document.append("introspection_signing_alg_values_supported", .array(algorithms.map { .string($0) }))
        document.append(
            "claims_supported",
            .array(
                ([
                    "sub", "aud", "exp", "iat", "iss", "auth_time", "amr", "acr", "azp", "client_id", "nonce", "sid",
                    "at_hash",
                ]
                    + Claim.all.map(\.name)).map { .string($0) }))
        document.append("claims_parameter_supported", true)
        document.append("request_parameter_supported", false)
        document.append("request_uri_parameter_supported", false)
        document.append("backchannel_logout_supported", true)
        document.append("backchannel_logout_session_supported", true)
        return document
    }
}
