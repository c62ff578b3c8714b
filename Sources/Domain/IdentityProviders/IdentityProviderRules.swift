internal import Model

/// What the values of a provider must be, and the identifiers under which they are refused. These differ between the
/// instance and organizations, between kinds, and in part between adding and changing.
struct IdentityProviderRules {
    enum Part {
        case name, issuer, clientID, clientSecret, authorizationEndpoint, tokenEndpoint, userEndpoint, idAttribute
    }

    let owner: Organization.ID?
    let kind: IdentityProvider.Kind
    let isNew: Bool
    let allowedHosts: Set<String>

    func present(_ text: String, _ part: Part) throws(DomainError) -> String {
        let text = text.trimmed
        guard !text.isEmpty else { throw refusal(of: part) }
        return text
    }

    /// An address that browsers are sent to: with TLS, unless the operator allows its host without.
    func visitedAddress(_ text: String, _ part: Part) throws(DomainError) -> String {
        try address(text, part).text
    }

    /// An address that this service calls: not in a private network either, unless the operator allows its host.
    func calledAddress(_ text: String, _ part: Part) throws(DomainError) -> String {
        let (text, url) = try address(text, part)
        guard allowedHosts.contains(url.host) || !OutboundHost.isDenied(url.host) else {
            throw refusal(of: part, "The host of the \(part.label) is in a private network")
        }
        return text
    }

    /// Endpoints have no fragment (RFC 6749 §3.1), and issuers no query either (OpenID Connect Discovery 1.0 §2).
    private func address(_ text: String, _ part: Part) throws(DomainError) -> (text: String, url: AbsoluteURI) {
        let text = try present(text, part)
        guard let url = AbsoluteURI(text), url.isWeb, !url.host.isEmpty, !url.hasUserInfo, !url.rest.contains("#"),
            part != .issuer || !url.rest.contains("?")
        else { throw refusal(of: part, "The \(part.label) is not an address of the web") }
        guard url.scheme == "https" || allowedHosts.contains(url.host) else {
            throw refusal(of: part, "The \(part.label) has to begin with https")
        }
        return (text, url)
    }

    /// Scopes, each once (RFC 6749 §3.3).
    func scopes(_ scopes: [String]) throws(DomainError) -> [String] {
        var seen: Set<String> = []
        for scope in scopes {
            let isWord = scope.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
            guard isWord, !scope.isEmpty else {
                throw DomainError(
                    .invalidArgument, "IDP-Sc0pe", "A scope is one word of printable ASCII characters")
            }
            seen.insert(scope)
        }
        return scopes.filter { seen.remove($0) != nil }
    }

    func refusal(of part: Part, _ text: String = "Errors.Invalid.Argument") -> DomainError {
        DomainError(.invalidArgument, id(part.code(kind, isNew: isNew)), text)
    }

    /// There is no such provider, or it is another owner's or of another kind.
    var unknown: DomainError { .unknownProvider(.notFound, id(kind == .oidc ? "Dg331" : "D3r1s")) }

    private func id(_ code: String) -> String { DomainError.providerID(code, of: owner) }
}

extension IdentityProviderRules.Part {
    fileprivate var label: String {
        switch self {
        case .name: "name"
        case .issuer: "issuer"
        case .clientID: "client id"
        case .clientSecret: "client secret"
        case .authorizationEndpoint: "authorization endpoint"
        case .tokenEndpoint: "token endpoint"
        case .userEndpoint: "user endpoint"
        case .idAttribute: "id attribute"
        }
    }

    fileprivate func code(_ kind: IdentityProvider.Kind, isNew: Bool) -> String {
        switch (self, kind) {
        case (.name, .oidc): isNew ? "Sgtj5" : "Dvf4f"
        case (.name, .oauth): "D32ef"
        case (.issuer, _): isNew ? "Hz6zj" : "BDfr3"
        case (.clientID, .oidc): isNew ? "fb5jm" : "Db3bs"
        case (.clientID, .oauth): "Dbgzf"
        case (.clientSecret, .oidc): "Sfdf4"
        case (.clientSecret, .oauth): "DF4ga"
        case (.authorizationEndpoint, _): "B23bs"
        case (.tokenEndpoint, _): "D2gj8"
        case (.userEndpoint, _): "Fb8jk"
        case (.idAttribute, _): "sadf3d"
        }
    }
}

extension DomainError {
    static func unknownProvider(_ kind: Kind, _ id: String) -> DomainError {
        DomainError(kind, id, "Identity Provider Configuration doesn't exist")
    }

    /// Identifiers begin with whose provider it is about.
    static func providerID(_ code: String, of owner: Organization.ID?) -> String {
        owner == nil ? "INST-\(code)" : "ORG-\(code)"
    }
}
