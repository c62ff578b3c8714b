internal import Domain
internal import HTTP
internal import Model

/// What the browser carries to an application at the end (RFC 6749 §4.1.2; OAuth 2.0 Multiple Response Types; OAuth 2.0
/// Form Post Response Mode).
struct AuthorizationResponse: Sendable, Equatable {
    /// Checked: registered for the application.
    let redirectURI: String
    let mode: AuthParameters.ResponseMode
    let members: Form

    /// - Parameter issuer: in every response, so that an application that speaks with several servers knows whose it is
    ///   (RFC 9207).
    init(
        redirectURI: String, mode: AuthParameters.ResponseMode, members: [(String, String?)], state: String?,
        issuer: String
    ) {
        self.redirectURI = redirectURI
        self.mode = mode
        var pairs = members.compactMap { (name, value) in value.map { (name: name, value: $0) } }
        if let state { pairs.append((name: "state", value: state)) }
        pairs.append((name: "iss", value: issuer))
        self.members = Form(pairs)
    }

    /// Where the browser goes; `nil` when it has to post a form instead.
    var location: String? {
        switch mode {
        case .query: redirectURI + (redirectURI.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + members.encoded
        case .fragment: redirectURI + "#" + members.encoded
        case .formPost: nil
        }
    }

    /// - Parameter words: of the page that posts it, where one is needed.
    func http(_ words: @autoclosure () -> FormPostWords) -> HTTPResponse {
        guard let location else { return FormPostPage(self).http(words()) }
        return HTTPResponse.redirect(to: location).with("Referrer-Policy", "no-referrer").withoutCaching
    }
}

extension AuthorizationResponse {
    init(
        _ refusal: AuthorizationRefusal, redirectURI: String, mode: AuthParameters.ResponseMode, state: String?,
        issuer: String
    ) {
        self.init(
            redirectURI: redirectURI, mode: mode,
            members: [
                ("error", refusal.code.rawValue),
                ("error_description", refusal.description.isEmpty ? nil : refusal.description),
                ("error_uri", refusal.uri.isEmpty ? nil : refusal.uri),
            ], state: state, issuer: issuer)
    }
}
