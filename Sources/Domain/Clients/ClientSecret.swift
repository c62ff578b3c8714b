internal import Crypto
internal import Platform

/// Secrets of applications and machine users: 64 characters with 381 bits of entropy, stored as SHA-256, because a slow
/// hash protects guessable secrets and these are none.
enum ClientSecret {
    static func generate() -> (secret: String, digest: [UInt8]) {
        let secret = SecureRandom.alphanumeric(64)
        return (secret, SHA256.digest(secret.utf8))
    }

    /// Compares in constant time, and spends the same time when there is nothing to compare with.
    static func matches(_ secret: Secret<String>, digest: [UInt8]?) -> Bool {
        let given = SHA256.digest(secret.exposed.utf8)
        let isEqual = ConstantTime.equal(given, digest ?? absent)
        return isEqual && digest != nil
    }

    private static let absent = [UInt8](repeating: 0, count: 32)
}
