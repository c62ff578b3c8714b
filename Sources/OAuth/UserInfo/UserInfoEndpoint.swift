internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// The userinfo endpoint (OpenID Connect Core §5.3), a protected resource of RFC 6750.
struct UserInfoEndpoint: Sendable {
    let tokens: Tokens
    let claims: ClaimsSource

    func respond(to request: HTTPRequest) async throws(BearerError) -> HTTPResponse {
        let text = try BearerToken.read(request)
        guard let (verified, facts) = try await verify(text) else { throw .invalidToken }
        let (scopes, subject) = (verified.token.scopes, verified.subject)
        LogContext.identify(client: verified.token.clientID, user: subject.user.id.rawValue)
        guard scopes.contains(.openID) else { throw .insufficientScope(Scope.openID.rawValue) }
        var answer: JSONObject = ["sub": .string(subject.user.id.rawValue)]
        for member in claims.userInfo(of: verified, facts).members {
            answer.append(member.name, member.value)
        }
        return HTTPResponse.uncachedJSON(.ok, answer)
    }

    private func verify(_ text: String) async throws(BearerError) -> (Tokens.Verified, SubjectFacts)? {
        do throws(DomainError) {
            guard let token = try await tokens.read(text) else { return nil }
            let found = try await tokens.verify(token, with: claims.userInfoFacts(token))
            return found.verified.map { ($0, found.facts) }
        } catch {
            throw .failed(error)
        }
    }
}
