internal import HTTP
internal import Model
internal import Platform

/// What a token exchange asks for (RFC 8693 §2.1).
struct TokenExchangeParameters: FormDecodable {
    struct Token: Sendable {
        let text: Secret<String>
        let type: TokenType
    }

    let subject: Token
    let actor: Token?
    let requested: TokenType
    /// `nil` for what the tokens have.
    let scopes: ScopeSet?
    /// Empty for what the tokens have.
    let audience: [String]

    init(_ form: Form) throws(OAuthError) {
        guard let subject = try Self.token("subject", form, where: \.namesSubject) else {
            throw OAuthError(.invalidRequest, "subject_token missing")
        }
        self.subject = subject
        requested = try Self.type("requested_token_type", form, where: { $0 != .userID }) ?? .accessToken
        actor = try Self.token("actor", form, where: \.namesActor)
        guard form["resource"] == nil else {
            throw OAuthError(.invalidTarget, "resource parameter not supported")
        }
        scopes = try Self.scopes(form)
        audience = form.values("audience")
        guard requested != .refreshToken else {
            throw OAuthError(.invalidRequest, "Errors.TokenExchange.Token.TypeNotSupported")
        }
    }

    /// A token and its type, which come together or not at all.
    private static func token(
        _ name: String, _ form: Form, where isAccepted: (TokenType) -> Bool
    ) throws(OAuthError) -> Token? {
        let text = form["\(name)_token"]
        guard let type = try type("\(name)_token_type", form, where: isAccepted) else {
            guard text == nil else { throw OAuthError(.invalidRequest, "\(name)_token_type missing") }
            return nil
        }
        guard let text else { throw OAuthError(.invalidRequest, "\(name)_token missing") }
        return Token(text: Secret(text), type: type)
    }

    private static func type(
        _ name: String, _ form: Form, where isAccepted: (TokenType) -> Bool
    ) throws(OAuthError) -> TokenType? {
        guard let text = form[name] else { return nil }
        guard let type = TokenType(rawValue: text), isAccepted(type) else {
            throw OAuthError(.invalidRequest, "\(name) is not supported", detail: text.logged)
        }
        return type
    }

    private static func scopes(_ form: Form) throws(OAuthError) -> ScopeSet? {
        guard form["scope"] != nil else { return nil }
        return try ScopeSet(required: form)
    }
}
