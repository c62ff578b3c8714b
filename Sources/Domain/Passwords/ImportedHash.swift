internal import Crypto
internal import Model
internal import Platform

/// Hashes of passwords that were computed elsewhere.
enum ImportedHash {
    /// The hash, when it can be checked here and is worth something.
    /// - Throws: `CRYPT-2xK7d` for an algorithm that is not known, `CRYPT-5uV9n` for a cost out of bounds, `CRYPT-r8Qm2`
    ///   for what is malformed.
    static func checked(_ hash: Secret<String>) throws(DomainError) -> String {
        do throws(CryptoError) {
            try PasswordHash.requireImportable(hash.exposed)
            return hash.exposed
        } catch {
            switch error {
            case .unsupportedPasswordHash:
                throw DomainError(.invalidArgument, "CRYPT-2xK7d", "Errors.Hash.NotSupported")
            case .passwordCostOutOfBounds: throw DomainError(.invalidArgument, "CRYPT-5uV9n", "Password is invalid")
            default: throw DomainError(.invalidArgument, "CRYPT-r8Qm2", "Password is invalid")
            }
        }
    }
}
