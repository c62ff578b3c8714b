package import Model
internal import Storage

extension AuthRequests {
    /// Makes sure that an answer may still be sent to where a request wants it: its application may have changed while
    /// somebody signed in (RFC 9700 §2.1).
    /// - Throws: ``DomainError/changedApplication``.
    package func requireApplication(of request: AuthRequest) async throws(DomainError) {
        try await database.read { (tx) throws(DomainError) in try requireApplication(of: request, in: tx) }
    }

    /// The same in a transaction.
    func requireApplication(of request: AuthRequest, in tx: borrowing Transaction) throws(DomainError) {
        let client = try tx.answer(to: .activeClient(request.clientID))
        guard case .oidc(let configuration)? = client?.configuration,
            RedirectURIs(configuration: configuration).refusal(of: request.parameters.redirectURI) == nil,
            configuration.allows(request.parameters.responseType)
        else { throw .changedApplication }
    }
}

extension DomainError {
    package static let changedApplication = DomainError(
        .failedPrecondition, "OIDC-Ch4ng",
        "The application is not active, or not registered for the redirect_uri or the response_type any more")
}
