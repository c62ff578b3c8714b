internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// Token introspection (RFC 7662), for applications with a secret or a key; as a signed JWT when asked (RFC 9701).
struct IntrospectionEndpoint: Sendable {
    static let signedType = "application/token-introspection+jwt"

    let authenticator: ClientAuthenticator
    let tokens: Tokens
    let claims: ClaimsSource
    let signingKeys: SigningKeys
    let clock: WallClock
    let counters: IntrospectionCounters

    func respond(to request: HTTPRequest) async throws(OAuthError) -> HTTPResponse {
        do throws(OAuthError) {
            return try await answer(to: request)
        } catch {
            counters.refused(error)
            throw error
        }
    }

    private func answer(to request: HTTPRequest) async throws(OAuthError) -> HTTPResponse {
        let form = try request.oauthForm()
        let credentials = try ClientCredentials(request, form)
        let text = form["token"] ?? ""
        let token = try await read(text)
        let (caller, state) = try await authenticator.authenticate(credentials, as: .applications) { clientID in
            let facts = claims.introspectionFacts(token?.scopes ?? ScopeSet(), clientID: clientID)
            return tokens.introspection(of: token, facts, for: clientID)
        }
        guard case .application(let client) = caller.identity else { throw .invalidClient("not an application") }
        guard !text.isEmpty else { throw OAuthError(.invalidRequest, "token missing") }
        let found = state.flatMap { members($0, for: client) }
        let response: HTTPResponse
        do throws(DomainError) {
            response = try await self.response(found ?? ["active": false], for: client, request)
        } catch {
            throw OAuthError(error)
        }
        (found == nil ? counters.inactive : counters.active).increment()
        return response
    }

    private func read(_ text: String) async throws(OAuthError) -> PresentedToken? {
        do throws(DomainError) { return try await tokens.read(text) } catch { throw OAuthError(error) }
    }

    /// The members of an active token, or `nil` for a token that the client may not know about or that does not count.
    private func members(_ state: Tokens.Introspected, for client: Client) -> JSONObject? {
        switch state.verified.kind {
        case .accessToken: accessToken(state, for: client)
        case .personalAccessToken: personalAccessToken(state, for: client)
        }
    }

    private func accessToken(_ state: Tokens.Introspected, for client: Client) -> JSONObject? {
        let token = state.verified.token
        guard client.isAddressed(by: token.audience) else { return nil }
        var answer = members(of: token, scopes: token.scopes, audience: token.audience)
        answer.append("client_id", .string(token.clientID))
        if let moment = token.authenticatedAt { answer.append("auth_time", .integer(moment.seconds)) }
        if !token.authenticationMethods.isEmpty {
            answer.append("amr", .array(token.authenticationMethods.map { .string($0) }))
        }
        if let actor = token.actor { answer.append("act", actor.claim) }
        append(state, token.scopes, to: &answer, for: client)
        return answer
    }

    /// A personal access token counts at every application, which is thereby its audience; its scopes are those that
    /// all have, with the roles of the application's project.
    private func personalAccessToken(_ state: Tokens.Introspected, for client: Client) -> JSONObject {
        let token = state.verified.token
        let scopes = ScopeSet(personalAccessTokenWith: state.roleKeys)
        var answer = members(of: token, scopes: scopes, audience: client.personalAccessTokenAudience)
        append(state, scopes, to: &answer, for: client)
        return answer
    }

    private func members(of token: AccessToken, scopes: ScopeSet, audience: [String]) -> JSONObject {
        var answer: JSONObject = [
            "active": true, "token_type": "Bearer",
            "exp": .integer(token.expiresAt.seconds), "iat": .integer(token.notBefore.seconds),
            "nbf": .integer(token.notBefore.seconds), "sub": .string(token.subject.rawValue),
            "aud": .array(audience.map { .string($0) }), "iss": .string(claims.issuer), "jti": .string(token.id),
        ]
        answer.append(scopes)
        return answer
    }

    private func append(
        _ state: Tokens.Introspected, _ scopes: ScopeSet, to answer: inout JSONObject, for client: Client
    ) {
        let subject = state.verified.subject
        if scopes.contains(.profile) {
            answer.append("username", .string(subject.user.preferredLoginName))
        }
        let about = claims.introspection(of: subject, state.facts, scopes: scopes, for: client.projectID)
        for member in about.members { answer.append(member.name, member.value) }
    }

    private func response(
        _ answer: JSONObject, for client: Client, _ request: HTTPRequest
    ) async throws(DomainError) -> HTTPResponse {
        guard request.fields["Accept"]?.lowercased().contains(Self.signedType) == true else {
            return HTTPResponse.uncachedJSON(.ok, answer)
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
