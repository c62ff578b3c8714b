internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// The token endpoint (RFC 6749 §3.2). Its phases are the same for every grant, so that no grant can forget one.
struct TokenEndpoint: Sendable {
    private let grants: [String: GrantHandler]
    private let authenticator: ClientAuthenticator
    private let issuer: TokenIssuer
    private let otherGrants: GrantCounters
    /// The parameters that a token exchange may send several of (RFC 8693 §2.1).
    private static let repeatable: Set = ["audience", "resource"]

    init(grants: [any Grant], authenticator: ClientAuthenticator, issuer: TokenIssuer, metrics: OAuthMetrics) {
        self.grants = Dictionary(uniqueKeysWithValues: grants.map { $0.handler(metrics) }.map { ($0.type, $0) })
        self.authenticator = authenticator
        self.issuer = issuer
        otherGrants = metrics.otherGrants
    }

    /// The values of `grant_types_supported`.
    var grantTypes: [String] { grants.keys.sorted() }

    func respond(to request: HTTPRequest) async throws(OAuthError) -> HTTPResponse {
        var counters = otherGrants
        do throws(OAuthError) {
            let form = try request.oauthForm(repeatable: Self.repeatable)
            let grant = try grant(form)
            counters = grant.counters
            let client = grant.requiresClient ? try await authenticatedClient(request, form) : nil
            let authorization = try await grant.authorize(form, client)
            let tokens = try await issuer.issue(authorization)
            counters.issued.increment()
            return HTTPResponse.uncachedJSON(.ok, tokens)
        } catch {
            counters.refused(error)
            throw error
        }
    }

    private func grant(_ form: Form) throws(OAuthError) -> GrantHandler {
        guard let type = form["grant_type"] else {
            throw OAuthError(.invalidRequest, "grant_type missing")
        }
        guard let grant = grants[type] else {
            throw OAuthError(.unsupportedGrantType, "the grant type is not supported", detail: type.logged)
        }
        return grant
    }

    private func authenticatedClient(
        _ request: HTTPRequest, _ form: Form
    ) async throws(OAuthError) -> AuthenticatedClient {
        try await authenticator.authenticate(try ClientCredentials(request, form), as: .either)
    }
}

/// A grant with its parameters' type hidden.
private struct GrantHandler: Sendable {
    let type: String
    let requiresClient: Bool
    let counters: GrantCounters
    let authorize: @Sendable (Form, AuthenticatedClient?) async throws(OAuthError) -> GrantedAuthorization
}

extension Grant {
    fileprivate func handler(_ metrics: OAuthMetrics) -> GrantHandler {
        GrantHandler(type: Self.type, requiresClient: Self.requiresClient, counters: metrics.grant(Self.type)) {
            (form, client) async throws(OAuthError) in
            try await authorize(try Parameters(form), client: client)
        }
    }
}

extension HTTPRequest {
    /// The form of a POST to an OAuth endpoint. Parameters count in the body alone, where they have a value, and each once
    /// (RFC 6749 §3.2) but for those that may be repeated.
    func oauthForm(repeatable: Set<String> = []) throws(OAuthError) -> Form {
        guard hasMediaType("application/x-www-form-urlencoded") else {
            throw OAuthError(.invalidRequest, "the body must be application/x-www-form-urlencoded")
        }
        let form: Form
        do throws(FormError) {
            form = try Form(parsing: body).withoutEmptyValues
        } catch {
            throw OAuthError(.invalidRequest, "the form cannot be read", detail: "\(error)")
        }
        if let repeated = form.duplicates.first(where: { !repeatable.contains($0) }) {
            throw OAuthError(.invalidRequest, "a parameter is repeated", detail: repeated.logged)
        }
        return form
    }
}
