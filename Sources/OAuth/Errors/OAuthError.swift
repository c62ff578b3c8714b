internal import Domain
package import HTTP
package import Model
internal import Platform

/// Why an OAuth endpoint refused: the JSON body of RFC 6749 §5.2, with the status and the challenge that go with it.
package struct OAuthError: Error, Sendable, Hashable {
    /// The registered codes that these endpoints use (RFC 6749 §5.2, RFC 6750 §3.1, RFC 8628 §3.5, RFC 8693 §2.2.2).
    package enum Code: String, Sendable, CaseIterable {
        case invalidRequest = "invalid_request"
        case invalidClient = "invalid_client"
        case invalidGrant = "invalid_grant"
        case unauthorizedClient = "unauthorized_client"
        case unsupportedGrantType = "unsupported_grant_type"
        case invalidScope = "invalid_scope"
        case invalidTarget = "invalid_target"
        case invalidToken = "invalid_token"
        case insufficientScope = "insufficient_scope"
        case accessDenied = "access_denied"
        case authorizationPending = "authorization_pending"
        case slowDown = "slow_down"
        case expiredToken = "expired_token"
        case serverError = "server_error"
        case temporarilyUnavailable = "temporarily_unavailable"
    }

    package let code: Code
    /// For the client; ASCII, and never what was sent.
    package let description: String
    /// For the log: which check failed. Never a secret.
    package let detail: String
    /// In seconds; `nil` when waiting does not help, or nobody knows how long.
    package let retryAfter: Int64?

    package init(_ code: Code, _ description: String, detail: String = "", retryAfter: Int64? = nil) {
        self.code = code
        self.description = description
        self.detail = detail
        self.retryAfter = retryAfter
    }

    /// More requests than one may make. RFC 8628 §3.5 has the only code that says so.
    package static func tooManyRequests(after seconds: Int64) -> OAuthError {
        OAuthError(.slowDown, "too many requests, try again later", retryAfter: seconds)
    }

    /// The one answer to every failed client authentication, so that unknown clients, wrong secrets and bad assertions
    /// read the same from outside.
    package static func invalidClient(_ detail: String) -> OAuthError {
        OAuthError(.invalidClient, "client authentication failed", detail: detail)
    }

    package init(_ error: DomainError) {
        guard error != .accessTokenTooLong else {
            self.init(.invalidScope, ScopeRefusal.tooMany.description, detail: error.message)
            return
        }
        switch error.kind {
        case .unavailable, .resourceExhausted, .deadlineExceeded:
            self.init(.temporarilyUnavailable, "the service is overloaded, try again later", detail: error.message)
        case .invalidArgument:
            self.init(.invalidRequest, "a parameter has a value that cannot be", detail: error.message)
        default:
            self.init(.serverError, "the request could not be processed", detail: "\(error.id) \(error.message)")
        }
    }

    /// RFC 6749 §5.2: 400, and 401 for a failed client authentication.
    var status: HTTPStatus {
        switch code {
        case .invalidClient, .invalidToken: .unauthorized
        case .insufficientScope: .forbidden
        case .serverError: .internalServerError
        case .temporarilyUnavailable: .serviceUnavailable
        case .slowDown where retryAfter != nil: .tooManyRequests
        default: .badRequest
        }
    }

    var isFaultOfOurs: Bool {
        code == .serverError || code == .temporarilyUnavailable
    }

    /// The response of the token, introspection and revocation endpoints.
    package var response: HTTPResponse {
        var body: JSONObject = ["error": .string(code.rawValue)]
        if !description.isEmpty { body.append("error_description", .string(description)) }
        var response = HTTPResponse.uncachedJSON(status, body)
        if code == .invalidClient {
            response.fields.set("WWW-Authenticate", #"Basic realm="alcazar", charset="UTF-8""#)
        }
        if let retryAfter {
            response.fields.set("Retry-After", "\(retryAfter)")
        } else if code == .temporarilyUnavailable {
            response.fields.set("Retry-After", "1")
        }
        return response
    }
}

extension HTTPResponse {
    /// RFC 6749 §5.1: nothing with a token in it is kept by anybody on the way.
    var withoutCaching: HTTPResponse {
        with("Cache-Control", "no-store").with("Pragma", "no-cache")
    }
}
