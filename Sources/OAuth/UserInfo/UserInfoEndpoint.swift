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
        guard let verified = try await verify(text) else { throw .invalidToken }
        guard verified.token.scopes.contains(Scope.openID) else { throw .insufficientScope(Scope.openID) }
        var answer: JSONObject = ["sub": .string(verified.subject.user.id.rawValue)]
        let about: JSONObject
        do throws(DomainError) {
            about = try await claims.userInfo(of: verified.subject, scopes: verified.token.scopes)
        } catch {
            throw .failed(error)
        }
        for member in about.members { answer.append(member.name, member.value) }
        return HTTPResponse.json(.ok, answer).withoutCaching
    }

    private func verify(_ text: String) async throws(BearerError) -> Tokens.Verified? {
        do throws(DomainError) {
            return try await tokens.verify(text)
        } catch {
            throw .failed(error)
        }
    }
}
