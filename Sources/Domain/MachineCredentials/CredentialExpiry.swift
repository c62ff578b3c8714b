internal import Model
internal import Platform

/// How long keys and personal access tokens may live.
enum CredentialExpiry {
    /// The zero time of the contract's timestamps, 0001-01-01T00:00:00Z: some clients write "never" so.
    private static let zeroTime = Timestamp(seconds: -62_135_596_800)

    /// - Parameter requested: `nil` and the zero time stand for "never".
    /// - Throws: `DOMAIN-dv3t5` for a moment that is not in the future.
    static func resolve(_ requested: Timestamp?, at now: Timestamp) throws(DomainError) -> Timestamp {
        guard let requested, requested != zeroTime else { return .distantFuture }
        guard requested > now else {
            throw DomainError(.invalidArgument, "DOMAIN-dv3t5", "Errors.AuthNKey.ExpireBeforeNow")
        }
        return min(requested, .distantFuture)
    }
}
