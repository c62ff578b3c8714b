package import Crypto
package import Model
package import Platform
package import Storage

/// Codes on paper that stand in for a lost second factor. Each works once; only digests of them are stored, bound to
/// their user.
package struct RecoveryCodes: Sendable {
    /// Unspent ones that a user may have.
    static let greatestCount = 10
    /// Crockford's digits, which nobody mistakes for one another.
    private static let alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

    private let digests: KeyedDigest

    package init(masterKey: MasterKey) {
        digests = KeyedDigest(masterKey.subkey(for: "recovery codes"))
    }

    /// Whether this is a code of the user that was not spent. It must be written exactly as it was shown.
    /// - Throws: `COMMAND-84rgg` when the user has never got any.
    package func matches(
        _ code: String, of user: User.ID, in tx: borrowing Transaction
    ) throws(DomainError) -> Bool {
        guard let isUnspent = try tx.hasRecoveryCode(digest(code, user), of: user) else {
            throw DomainError(.invalidArgument, "COMMAND-84rgg", "Recovery codes are not set up")
        }
        return isUnspent
    }

    /// Spends a code. Of many attempts with one, one succeeds.
    package func use(
        _ code: String, of user: User.ID, in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try tx.spendRecoveryCode(digest(code, user), of: user, at: now)
    }

    /// Gives a user further codes.
    /// - Throws: `COMMAND-8f2k9` when there would be more than ten.
    func issue(
        _ count: Int, to user: User.ID, in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> [String] {
        guard count <= Self.greatestCount else { throw .tooManyRecoveryCodes }
        var codes: Set<String> = []
        while codes.count < count { codes.insert(Self.random()) }
        let unspent = try tx.insert(recoveryCodes: codes.map { digest($0, user) }, of: user, at: now)
        guard unspent <= Self.greatestCount else { throw .tooManyRecoveryCodes }
        return Array(codes)
    }

    /// 50 bits: `xxxxx-xxxxx`.
    private static func random() -> String {
        let text = SecureRandom.string(length: 10, alphabet: alphabet)
        return "\(text.prefix(5))-\(text.suffix(5))"
    }

    private func digest(_ code: String, _ user: User.ID) -> [UInt8] {
        digests.digest(user.rawValue, code)
    }
}

extension DomainError {
    fileprivate static let tooManyRecoveryCodes = DomainError(
        .failedPrecondition, "COMMAND-8f2k9", "Maximum number of recovery codes exceeded")
}
