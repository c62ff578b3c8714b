package import Platform

/// How an Authentication Request ended: what its application is told.
package struct AuthorizationOutcome: Sendable, Hashable {
    package enum Answer: Sendable, Hashable {
        case granted(SignIn)
        case refused(AuthorizationRefusal)
    }

    package let request: AuthRequest
    package let answer: Answer
    package let details: ObjectDetails

    package init(request: AuthRequest, answer: Answer, details: ObjectDetails) {
        self.request = request
        self.answer = answer
        self.details = details
    }
}

/// Who signed in, where and how.
package struct SignIn: Sendable, Hashable {
    package let userID: User.ID
    package let sessionID: Session.ID
    package let authenticatedAt: Timestamp
    /// RFC 8176.
    package let methods: [String]

    package init(userID: User.ID, sessionID: Session.ID, authenticatedAt: Timestamp, methods: [String]) {
        self.userID = userID
        self.sessionID = sessionID
        self.authenticatedAt = authenticatedAt
        self.methods = methods
    }
}

/// An error for the application (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6, OpenID Connect Core Error Code
/// unmet_authentication_requirements 1.0).
package struct AuthorizationRefusal: Error, Sendable, Hashable {
    package enum Code: String, Sendable, CaseIterable {
        case invalidRequest = "invalid_request"
        case unauthorizedClient = "unauthorized_client"
        case accessDenied = "access_denied"
        case unsupportedResponseType = "unsupported_response_type"
        case invalidScope = "invalid_scope"
        case serverError = "server_error"
        case temporarilyUnavailable = "temporarily_unavailable"
        case interactionRequired = "interaction_required"
        case loginRequired = "login_required"
        case accountSelectionRequired = "account_selection_required"
        case consentRequired = "consent_required"
        case invalidRequestURI = "invalid_request_uri"
        case invalidRequestObject = "invalid_request_object"
        case requestNotSupported = "request_not_supported"
        case requestURINotSupported = "request_uri_not_supported"
        case registrationNotSupported = "registration_not_supported"
        case unmetAuthenticationRequirements = "unmet_authentication_requirements"
    }

    package let code: Code
    /// For the application's developers; ASCII.
    package let description: String
    /// A page that tells more; empty for none.
    package let uri: String

    package init(_ code: Code, _ description: String = "", uri: String = "") {
        self.code = code
        self.description = description
        self.uri = uri
    }
}
