internal import Crypto
internal import Platform

/// Secrets of applications and machine users: 64 characters with 381 bits of entropy, stored as SHA-256, because a slow
/// hash protects guessable secrets and these are none.
enum ClientSecret {
    static func generate() -> (secret: String, digest: [UInt8]) {
        let secret = SecureRandom.alphanumeric(64)
        return (secret, SHA256.digest(secret.utf8))
    }

    static func digest(of secret: Secret<String>) -> [UInt8] {
        SHA256.digest(secret.exposed.utf8)
    }

    /// Compares in constant time, and spends the same time when there is nothing to compare with.
    static func matches(_ given: [UInt8], _ stored: [UInt8]?) -> Bool {
        let isEqual = ConstantTime.equal(given, stored ?? absent)
        return isEqual && stored != nil
    }

    private static let absent = [UInt8](repeating: 0, count: 32)
}
