internal import HTTP

/// Where a protected resource finds its token.
enum BearerToken {
    /// The header, or the body of a POST (RFC 6750 §2.1 and §2.2); never the query, and only one of them.
    static func read(_ request: HTTPRequest) throws(BearerError) -> String {
        let inBody = try bodyToken(request)
        guard let header = request.fields["Authorization"] else {
            guard let inBody else { throw .missing }
            return inBody
        }
        guard inBody == nil else { throw .invalidRequest("the token must be sent in one place only") }
        guard let token = header.credentials(ofScheme: "bearer") else { throw .missing }
        return token
    }

    private static func bodyToken(_ request: HTTPRequest) throws(BearerError) -> String? {
        guard request.method == .post, request.hasMediaType("application/x-www-form-urlencoded") else { return nil }
        do throws(OAuthError) {
            return try request.oauthForm()["access_token"]
        } catch {
            throw .invalidRequest(error.description)
        }
    }
}
