package import Model
internal import OAuth
package import Platform
package import Storage

extension Database {
    /// What the clean-up removes where tokens live for as long as they do by default.
    package func removeExpired(at now: Timestamp) async throws(DomainError) -> Int {
        try await removeExpired(at: now, tokenLifetime: TokenLifetimes().longest)
    }
}
