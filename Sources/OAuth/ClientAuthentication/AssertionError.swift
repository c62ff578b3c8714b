internal import Model

/// Why an assertion was refused.
enum AssertionError: Error, Sendable {
    /// Something about the assertion; the text is for the log.
    case refused(String)
    /// Something about us.
    case failed(DomainError)

    /// `invalid_client`, for an assertion that authenticates a client (RFC 7523 §3.2).
    var asClientAuthentication: OAuthError {
        switch self {
        case .refused(let detail): .invalidClient(detail)
        case .failed(let error): OAuthError(error)
        }
    }

    /// `invalid_grant`, for an assertion that is a grant (RFC 7523 §3.1).
    var asGrant: OAuthError {
        switch self {
        case .refused(let detail): OAuthError(.invalidGrant, "the assertion is not valid", detail: detail)
        case .failed(let error): OAuthError(error)
        }
    }
}
