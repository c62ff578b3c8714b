internal import HTTP
internal import Model
internal import Platform

/// Why a protected resource refused: RFC 6750 §3.1, told in the challenge and in the body.
enum BearerError: Error, Sendable {
    /// No token at all: the challenge tells nothing else (RFC 6750 §3.1).
    case missing
    case invalidRequest(String)
    /// Unknown, altered, expired, revoked, or of somebody who is no longer active: all read the same.
    case invalidToken
    case insufficientScope(String)
    case failed(DomainError)

    var response: HTTPResponse {
        let error: OAuthError
        var parameters = ""
        switch self {
        case .missing:
            var response = HTTPResponse.json(.unauthorized, ["error": "invalid_token"] as JSONObject).withoutCaching
            response.fields.set("WWW-Authenticate", #"Bearer realm="alcazar""#)
            return response
        case .invalidRequest(let text): error = OAuthError(.invalidRequest, text)
        case .invalidToken: error = OAuthError(.invalidToken, "the access token is not valid")
        case .insufficientScope(let scope):
            error = OAuthError(.insufficientScope, "the access token lacks a scope")
            parameters = #", scope="\#(scope)""#
        case .failed(let fault): return OAuthError(fault).response
        }
        var response = error.response
        response.fields.set(
            "WWW-Authenticate",
            #"Bearer realm="alcazar", error="\#(error.code.rawValue)", error_description="\#(error.description)""#
                + parameters)
        return response
    }

    /// What goes to the log when it is our fault.
    var fault: DomainError? {
        if case .failed(let error) = self { error } else { nil }
    }
}
