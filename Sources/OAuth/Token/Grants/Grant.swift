internal import HTTP

/// A kind of grant at the token endpoint (RFC 6749 §4). It decides for whom, for which client and with which scopes
/// tokens are issued; the shared phases and the tokens themselves are the endpoint's.
protocol Grant: Sendable {
    /// The parameters that the grant reads; the endpoint drops all others before.
    associatedtype Parameters: FormDecodable

    /// The value of `grant_type`.
    static var type: String { get }
    /// Whether the client has to authenticate; without, the grant itself proves everything.
    static var requiresClient: Bool { get }

    func authorize(
        _ parameters: Parameters, client: AuthenticatedClient?
    ) async throws(OAuthError) -> GrantedAuthorization
}

/// The parameters of a request, read from its form.
protocol FormDecodable: Sendable {
    init(_ form: Form) throws(OAuthError)
}
