/// Hashes of passwords: Argon2id (RFC 9106) in PHC strings, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`, and for checking
/// also the formats that users bring along from elsewhere.
///
/// Hashing takes tens of milliseconds and as much memory as its cost says: never call it on an event loop.
package enum PasswordHash {
    /// What one hash costs.
    package struct Cost: Sendable, Hashable {
        /// KiB
        package let memory: UInt32
        package let passes: UInt32
        package let lanes: UInt32

        package init(memory: UInt32, passes: UInt32, lanes: UInt32) {
            self.memory = memory
            self.passes = passes
            self.lanes = lanes
        }

        /// OWASP's first choice: 19 MiB, two passes, one lane.
        package static let standard = Cost(memory: 19 * 1024, passes: 2, lanes: 1)
    }

    private static let saltLength = 16
    private static let hashLength = 32

    /// Hashes a password under a new random salt.
    package static func hash(_ password: String, cost: Cost = .standard) throws(CryptoError) -> String {
        var hash = Argon2Hash(
            cost: cost, salt: SecureRandom.bytes(saltLength), hash: [UInt8](repeating: 0, count: hashLength))
        guard hash.isAffordable else { throw .passwordCostOutOfBounds }
        var password = Array(password.utf8)
        defer { password.wipe() }
        hash.hash = try hash.compute(password)
        return hash.text
    }

    /// Whether the stored hash is one of this password.
    /// - Throws: `.unsupportedPasswordHash` for an algorithm that is not known, `.malformedPasswordHash`, and
    ///   `.passwordCostOutOfBounds` before anything is computed.
    package static func verify(_ password: String, against stored: String) throws(CryptoError) -> Bool {
        let stored = try read(stored)
        guard stored.isAffordable else { throw .passwordCostOutOfBounds }
        var password = Array(password.utf8)
        defer { password.wipe() }
        let matches = try stored.matches(password)
        // HMAC, which PBKDF2 and scrypt begin with, takes a key with NULs at its end for the one without them, and
        // libcrypt ends a password there. None of those formats was made with such a password.
        return matches && (stored is Argon2Hash || !password.contains(0))
    }

    /// Refuses a hash that cannot be taken over: for the reasons of ``verify(_:against:)``, and because its cost is too
    /// low to protect the password.
    package static func requireImportable(_ stored: String) throws(CryptoError) {
        let stored = try read(stored)
        guard stored.isAffordable, stored.isStrong else { throw .passwordCostOutOfBounds }
    }

    /// Whether a hash that was just verified should be replaced by one of the given cost.
    package static func needsUpgrade(_ stored: String, to cost: Cost = .standard) -> Bool {
        do throws(CryptoError) {
            guard let hash = try read(stored) as? Argon2Hash else { return true }
            return hash.variant != .id || hash.cost != cost
        } catch {
            return true
        }
    }

    /// Gives the memory that hashes were computed in back to the system: for when no more passwords wait.
    package static func giveMemoryBack() { HashMemory.giveBack() }

    /// A hash that no password is known for, of the same cost as real ones.
    package static func unmatchable(cost: Cost = .standard) -> String {
        Argon2Hash(cost: cost, salt: SecureRandom.bytes(saltLength), hash: SecureRandom.bytes(hashLength)).text
    }
}
