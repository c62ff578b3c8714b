internal import Crypto
package import Model
package import Platform
internal import Storage

/// What became of an attempt to take a response to its application.
package enum ResponseUse: Sendable {
    case accepted(AuthRequest)
    case usedBefore
    /// The request is gone.
    case unknown
}

extension AuthRequests {
    /// Lets the response to a request leave the service, which each does once.
    /// - Parameters:
    ///   - response: as it was sealed, which has one spelling.
    ///   - expiry: when nobody could open it any more.
    package func take(
        response: String, to id: AuthRequest.ID, until expiry: Timestamp
    ) async throws(DomainError) -> ResponseUse {
        let digest = SHA256.digest(response.utf8)
        return try await database.write { (tx) throws(DomainError) in
            guard let stored = try tx.authRequest(id) else { return .unknown }
            guard try tx.useAssertion(digest: digest, until: expiry) else { return .usedBefore }
            return .accepted(stored.request)
        }
    }
}
