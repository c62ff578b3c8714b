package import Domain
internal import HTTP
package import Model
internal import Platform

extension APIMethod {
    /// The methods by which login pages of one's own answer Authentication Requests.
    /// - Parameter location: where the browser takes an outcome to.
    package static func authRequestMethods(
        _ authRequests: AuthRequests,
        location: @escaping @Sendable (AuthorizationOutcome) async throws(DomainError) -> String
    ) -> [APIMethod] {
        [.getAuthRequest(authRequests), .createCallback(authRequests, location)]
    }

    private static func getAuthRequest(_ authRequests: AuthRequests) -> APIMethod {
        APIMethod(
            "zitadel.oidc.v2.OIDCService/GetAuthRequest",
            REST(.get, "/v2/oidc/auth_requests/{auth_request_id}"), access: .object(.sessionRead), .getAuthRequest
        ) { (request, call) async throws(DomainError) in
            let id = AuthRequest.ID(try request.string("authRequestId", .identifier))
            let found = try await authRequests.request(id, by: call.caller)
            return .message { $0.set("authRequest", found.message) }
        }
    }

    private static func createCallback(
        _ authRequests: AuthRequests,
        _ location: @escaping @Sendable (AuthorizationOutcome) async throws(DomainError) -> String
    ) -> APIMethod {
        APIMethod(
            "zitadel.oidc.v2.OIDCService/CreateCallback",
            REST(.post, "/v2/oidc/auth_requests/{auth_request_id}"), access: .object(.sessionLink), .createCallback
        ) { (request, call) async throws(DomainError) in
            let id = AuthRequest.ID(try request.string("authRequestId", .identifier))
            let outcome: AuthorizationOutcome
            if try request.requiredOneOf("callbackKind", ["session", "error"]) == "session" {
                let session = try request.requiredMessage("session", as: "Session").linkedSession()
                outcome = try await authRequests.complete(
                    id, session: session.id, token: session.token, on: .others, by: call.caller)
            } else {
                let refusal = try request.requiredMessage("error", as: "AuthorizationError").refusal()
                outcome = try await authRequests.refuse(id, refusal, on: .others, by: call.caller)
            }
            let url = try await location(outcome)
            return .message {
                $0.set("details", outcome.details.message)
                $0.set("callbackUrl", url)
            }
        }
    }
}

extension AuthRequest {
    fileprivate var message: JSONObject {
        .message {
            $0.set("id", id.rawValue)
            $0.set("creationDate", createdAt)
            $0.set("clientId", clientID)
            $0.set("scope", parameters.scopes.values)
            $0.set("redirectUri", parameters.redirectURI)
            $0.set("prompt", parameters.prompts.map(WirePrompt.init))
            $0.set("uiLocales", parameters.uiLocales)
            if let hint = parameters.loginHint { $0.set("loginHint", hint) }
            // Zero says something here: authenticate again.
            if let maxAge = parameters.maxAge { $0.setAlways("maxAge", "\(maxAge.milliseconds / 1000)s") }
            if let user = parameters.hintUserID { $0.set("hintUserId", user) }
        }
    }
}

/// `zitadel.oidc.v2.Prompt`.
enum WirePrompt: String, WireEnum {
    case unspecified = "PROMPT_UNSPECIFIED"
    case none = "PROMPT_NONE"
    case login = "PROMPT_LOGIN"
    case consent = "PROMPT_CONSENT"
    case selectAccount = "PROMPT_SELECT_ACCOUNT"
    case create = "PROMPT_CREATE"

    init(_ prompt: AuthParameters.Prompt) {
        self =
            switch prompt {
            case .none: .none
            case .login: .login
            case .consent: .consent
            case .selectAccount: .selectAccount
            case .create: .create
            }
    }
}

/// `zitadel.oidc.v2.WireErrorReason`.
enum WireErrorReason: String, WireEnum {
    case unspecified = "ERROR_REASON_UNSPECIFIED"
    case invalidRequest = "ERROR_REASON_INVALID_REQUEST"
    case unauthorizedClient = "ERROR_REASON_UNAUTHORIZED_CLIENT"
    case accessDenied = "ERROR_REASON_ACCESS_DENIED"
    case unsupportedResponseType = "ERROR_REASON_UNSUPPORTED_RESPONSE_TYPE"
    case invalidScope = "ERROR_REASON_INVALID_SCOPE"
    case serverError = "ERROR_REASON_SERVER_ERROR"
    case temporaryUnavailable = "ERROR_REASON_TEMPORARY_UNAVAILABLE"
    case interactionRequired = "ERROR_REASON_INTERACTION_REQUIRED"
    case loginRequired = "ERROR_REASON_LOGIN_REQUIRED"
    case accountSelectionRequired = "ERROR_REASON_ACCOUNT_SELECTION_REQUIRED"
    case consentRequired = "ERROR_REASON_CONSENT_REQUIRED"
    case invalidRequestURI = "ERROR_REASON_INVALID_REQUEST_URI"
    case invalidRequestObject = "ERROR_REASON_INVALID_REQUEST_OBJECT"
    case requestNotSupported = "ERROR_REASON_REQUEST_NOT_SUPPORTED"
    case requestURINotSupported = "ERROR_REASON_REQUEST_URI_NOT_SUPPORTED"
    case registrationNotSupported = "ERROR_REASON_REGISTRATION_NOT_SUPPORTED"
    /// Of ours: what an application requires of a sign-in is not to be had.
    case unmetAuthenticationRequirements = "ERROR_REASON_UNMET_AUTHENTICATION_REQUIREMENTS"

    /// The error of the protocol, which for one is spelled differently.
    var code: AuthorizationRefusal.Code {
        if self == .temporaryUnavailable { return .temporarilyUnavailable }
        return AuthorizationRefusal.Code(rawValue: rawValue.dropFirst("ERROR_REASON_".count).lowercased())
            ?? .serverError
    }
}

extension MessageReader {
    /// `zitadel.oidc.v2.AuthorizationError`.
    fileprivate func refusal() throws(DomainError) -> AuthorizationRefusal {
        let reason: WireErrorReason = try enumeration("error")
        let description = try string("errorDescription", .between(0, 1000))
        guard description.utf8.allSatisfy({ (0x20...0x7E).contains($0) && !#""\"#.utf8.contains($0) }) else {
            throw .unspeakableDescription
        }
        let uri = try string("errorUri", .between(0, 1000))
        guard AbsoluteURI.isSpelledAsURI(uri) else { throw .unspeakableURI }
        return AuthorizationRefusal(reason.code, description, uri: uri)
    }
}

/// What applications cannot be told (RFC 6749 §4.1.2.1).
extension DomainError {
    fileprivate static let unspeakableDescription = DomainError(
        .invalidArgument, "OIDC-D3scr",
        #"An errorDescription has the characters %x20-21 / %x23-5B / %x5D-7E only: printable ASCII without " and \"#)
    fileprivate static let unspeakableURI = DomainError(
        .invalidArgument, "OIDC-Ur1rf",
        "An errorUri is a URI reference: it has the characters of RFC 3986 only, all others percent-encoded")
}
