internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// Token introspection (RFC 7662), for applications with a secret or a key; as a signed JWT when asked (RFC 9701).
struct IntrospectionEndpoint: Sendable {
    static let signedType = "application/token-introspection+jwt"

    let authenticator: ClientAuthenticator
    let tokens: Tokens
    let clients: Clients
    let claims: ClaimsSource
    let signingKeys: SigningKeys
    let clock: WallClock

    func respond(to request: HTTPRequest) async throws(OAuthError) -> HTTPResponse {
        let form = try request.oauthForm()
        let credentials = try ClientCredentials(request, form)
        let caller = try await authenticator.authenticate(credentials, as: .applications)
        guard case .application(let client) = caller.identity else { throw .invalidClient("not an application") }
        guard let token = form["token"], !token.isEmpty else { throw OAuthError(.invalidRequest, "token missing") }
        do throws(DomainError) {
            let answer = try await introspect(token, for: client) ?? ["active": false]
            return try await response(answer, for: client, request)
        } catch {
            throw OAuthError(error)
        }
    }

    /// The members of an active token, or `nil` for a token that the client may not know about or that does not count.
    private func introspect(_ text: String, for client: Client) async throws(DomainError) -> JSONObject? {
        guard let verified = try await tokens.verify(text) else { return nil }
        switch verified.kind {
        case .accessToken: return try await accessToken(verified, for: client)
        case .personalAccessToken: return try await personalAccessToken(verified, for: client)
        }
    }

    private func accessToken(
        _ verified: Tokens.Verified, for client: Client
    ) async throws(DomainError) -> JSONObject? {
        let token = verified.token
        guard token.audience.contains(client.clientID) || token.audience.contains(client.projectID.rawValue)
        else { return nil }
        var answer = members(of: token, audience: token.audience)
        answer["client_id"] = .string(token.clientID)
        if let moment = token.authenticatedAt { answer.append("auth_time", .integer(moment.seconds)) }
        if !token.authenticationMethods.isEmpty {
            answer.append("amr", .array(token.authenticationMethods.map { .string($0) }))
        }
        return try await adding(verified.subject, token.scopes, to: answer, for: client)
    }

    /// A personal access token counts at every application, which is thereby its audience; its scopes are those that
    /// all have, with the roles of the application's project.
    private func personalAccessToken(
        _ verified: Tokens.Verified, for client: Client
    ) async throws(DomainError) -> JSONObject {
        let keys = try await clients.roleKeys(of: client.projectID)
        let scopes = ScopeSet(verified.token.scopes.values + keys.map { "urn:zitadel:iam:org:project:role:\($0)" })
        var answer = members(of: verified.token, audience: [client.clientID, client.projectID.rawValue])
        answer["scope"] = .string(scopes.text)
        return try await adding(verified.subject, scopes, to: answer, for: client)
    }

    private func members(of token: AccessToken, audience: [String]) -> JSONObject {
        [
            "active": true, "scope": .string(token.scopes.text), "token_type": "Bearer",
            "exp": .integer(token.expiresAt.seconds), "iat": .integer(token.issuedAt.seconds),
            "nbf": .integer(token.issuedAt.seconds), "sub": .string(token.subject.rawValue),
            "aud": .array(audience.map { .string($0) }), "iss": .string(claims.issuer), "jti": .string(token.id),
        ]
    }

    private func adding(
        _ subject: Subject, _ scopes: ScopeSet, to answer: JSONObject, for client: Client
    ) async throws(DomainError) -> JSONObject {
        var answer = answer
        if scopes.contains(Scope.profile) {
            answer.append("username", .string(subject.user.preferredLoginName))
        }
        let about = try await claims.introspection(of: subject, scopes: scopes, for: client.projectID)
        for member in about.members { answer.append(member.name, member.value) }
        return answer
    }

    private func response(
        _ answer: JSONObject, for client: Client, _ request: HTTPRequest
    ) async throws(DomainError) -> HTTPResponse {
        guard request.fields["Accept"]?.lowercased().contains(Self.signedType) == true else {
            return HTTPResponse.json(.ok, answer).withoutCaching
        }
        let signer = try await signingKeys.active()
        let jwt = try signer.sign(
            [
                "iss": .string(claims.issuer), "aud": .string(client.clientID), "iat": .integer(clock.now().seconds),
                "token_introspection": .object(answer),
            ], type: "token-introspection+jwt")
        return HTTPResponse(.ok, fields: ["Content-Type": Self.signedType], body: .bytes(Array(jwt.utf8)))
            .withoutCaching
    }
}
