internal import Crypto
package import Model
package import Platform
internal import Storage

extension AuthRequests {
    /// A request that was answered, and what its application is told.
    /// - Returns: `nil` when nobody has answered it, or it is gone.
    /// - Throws: ``DomainError/changedApplication``.
    package func answered(
        _ id: AuthRequest.ID
    ) async throws(DomainError) -> (request: AuthRequest, answer: AuthorizationOutcome.Answer)? {
        try await database.read { (tx) throws(DomainError) in
            guard let stored = try tx.authRequest(id), let answer = stored.answer else { return nil }
            try requireApplication(of: stored.request, in: tx)
            return (stored.request, answer)
        }
    }

    /// Lets the response to a request leave the service, which each does once.
    /// - Parameters:
    ///   - reference: to the response, as it was sealed, which has one spelling.
    ///   - expiry: when nobody could open it any more.
    /// - Returns: `false` when it has left before.
    package func take(responseOf reference: String, until expiry: Timestamp) async throws(DomainError) -> Bool {
        let digest = SHA256.digest(reference.utf8)
        return try await database.write { (tx) throws(DomainError) in
            try tx.useAssertion(digest: digest, until: expiry)
        }
    }
}
