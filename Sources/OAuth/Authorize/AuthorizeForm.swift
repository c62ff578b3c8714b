internal import HTTP
internal import Model
internal import Platform

/// Reads the parameters of an Authentication Request (OpenID Connect Core §3.1.2.1), once it is known where errors go.
struct AuthorizeForm {
    let form: Form
    let configuration: OIDCConfiguration

    /// The response mode that the request asks for, the one of its response type when it asks for none. It also decides
    /// how errors are told, so nothing is refused here.
    var responseMode: AuthParameters.ResponseMode {
        let givesTokens = words("response_type").contains { $0 == "token" || $0 == "id_token" }
        let asked = form["response_mode"].flatMap(AuthParameters.ResponseMode.init(rawValue:)) ?? .query
        return asked == .query && givesTokens ? .fragment : asked
    }

    /// The parameters without those that have to be looked up: hints and scopes are as they were sent.
    func parameters(redirectURI: String) throws(AuthorizationRefusal) -> AuthParameters {
        guard form.duplicates.allSatisfy({ $0 == "resource" }) else { throw .invalid("A parameter is repeated") }
        if form["request"] != nil {
            throw AuthorizationRefusal(.requestNotSupported, "Request objects are not supported")
        }
        if form["request_uri"] != nil {
            throw AuthorizationRefusal(.requestURINotSupported, "request_uri is not supported")
        }
        let type = try responseType()
        var parameters = AuthParameters(
            redirectURI: redirectURI, responseType: type, responseMode: try allowedMode(type), scopes: try scopes())
        parameters.state = form["state"]
        parameters.nonce = form["nonce"]
        parameters.codeChallenge = try codeChallenge(type)
        parameters.prompts = try prompts()
        parameters.maxAge = try maxAge()
        parameters.uiLocales = Array(words("ui_locales").prefix(16))
        parameters.loginHint = form["login_hint"]
        parameters.acrValues = Array(words("acr_values").prefix(16))
        if let claims = try claims() {
            parameters.claims = claims.requested
            parameters.requiredUserID = claims.subject
            if claims.requiresContextClass {
                parameters.requiredClasses = try required(claims.contextClasses)
            } else {
                parameters.acrValues += claims.contextClasses.prefix(16)
            }
        }
        if type != .code, !parameters.scopes.contains(.openID) {
            throw AuthorizationRefusal(.invalidScope, "The response_type needs the scope openid")
        }
        if type != .code, parameters.nonce == nil {
            throw .invalid("The nonce is missing, which this response_type needs")
        }
        return parameters
    }

    private func responseType() throws(AuthorizationRefusal) -> OIDCConfiguration.ResponseType {
        guard let text = form["response_type"] else { throw .invalid("The response_type is missing") }
        let words = text.split(separator: " ").sorted().joined(separator: " ")
        guard let type = OIDCConfiguration.ResponseType(rawValue: words) else {
            throw AuthorizationRefusal(.unsupportedResponseType, "The response_type is not supported")
        }
        guard configuration.allows(type) else {
            throw AuthorizationRefusal(.unauthorizedClient, "The response_type is not enabled for this application")
        }
        return type
    }

    private func allowedMode(
        _ type: OIDCConfiguration.ResponseType
    ) throws(AuthorizationRefusal) -> AuthParameters.ResponseMode {
        guard let text = form["response_mode"] else { return responseMode }
        guard let mode = AuthParameters.ResponseMode(rawValue: text) else {
            throw .invalid("The response_mode is not supported")
        }
        // Tokens in a query end up in logs and histories (OAuth 2.0 Multiple Response Types §2.1).
        guard type == .code || mode != .query else { throw .invalid("The response_mode does not go with tokens") }
        return mode
    }

    private func scopes() throws(AuthorizationRefusal) -> ScopeSet {
        guard let text = form["scope"] else {
            throw AuthorizationRefusal(.invalidScope, "The scope is missing: ask for openid at least")
        }
        do throws(ScopeRefusal) { return try ScopeSet(ofSignIn: text) } catch {
            throw AuthorizationRefusal(.invalidScope, error.description)
        }
    }

    /// RFC 7636 §4.3, with S256 alone, and required where a client has no secret (RFC 9700 §2.1.1).
    private func codeChallenge(_ type: OIDCConfiguration.ResponseType) throws(AuthorizationRefusal) -> String? {
        guard type == .code else { return nil }
        guard let challenge = form["code_challenge"] else {
            guard form["code_challenge_method"] == nil else { throw .invalid("The code_challenge is missing") }
            guard configuration.authenticationMethod != .none else {
                throw .invalid("This application must use PKCE: the code_challenge is missing")
            }
            return nil
        }
        guard form["code_challenge_method"] == "S256" else { throw .invalid("The code_challenge_method must be S256") }
        guard Base64URL.decode(challenge)?.count == 32 else {
            throw .invalid("The code_challenge must be a SHA-256 digest in base64url")
        }
        return challenge
    }

    private func prompts() throws(AuthorizationRefusal) -> [AuthParameters.Prompt] {
        let prompts = words("prompt").compactMap(AuthParameters.Prompt.init(rawValue:))
        guard !prompts.contains(.none) || words("prompt").count == 1 else {
            throw .invalid("The prompt none must be the only one")
        }
        return prompts
    }

    private func maxAge() throws(AuthorizationRefusal) -> Duration? {
        guard let text = form["max_age"] else { return nil }
        guard text.utf8.count <= 10, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let seconds = Int64(text)
        else {
            throw .invalid("The max_age must be a number of seconds")
        }
        return .seconds(seconds)
    }

    private func claims() throws(AuthorizationRefusal) -> ClaimsParameter? {
        guard let text = form["claims"] else { return nil }
        do throws(OAuthError) {
            return try ClaimsParameter(parsing: text)
        } catch {
            throw .invalid("The claims parameter cannot be read")
        }
    }

    /// The values of an essential `acr` that somebody can reach, each once (OpenID Connect Core §5.5.1.1). When there is
    /// none, nobody needs to sign in to find that out.
    private func required(_ values: [String]) throws(AuthorizationRefusal) -> [ContextClass] {
        let classes = values.compactMap(ContextClass.init(rawValue:)).reduce(into: [ContextClass]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        guard !classes.isEmpty else {
            throw AuthorizationRefusal(
                .unmetAuthenticationRequirements, "None of the values that are required of acr is supported")
        }
        return classes
    }

    private func words(_ name: String) -> [String] {
        (form[name] ?? "").split(separator: " ").map(String.init)
    }
}

extension AuthorizationRefusal {
    static func invalid(_ description: String) -> AuthorizationRefusal {
        AuthorizationRefusal(.invalidRequest, description)
    }
}
