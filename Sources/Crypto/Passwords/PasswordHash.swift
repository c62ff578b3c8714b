internal import CArgon2

/// Argon2id (RFC 9106) in PHC strings: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
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

        /// Imported hashes name their own cost, so it is bounded: 256 MiB, 32 passes, 16 lanes.
        var isAcceptable: Bool {
            (1...16).contains(lanes) && (8 * lanes...256 * 1024).contains(memory) && (1...32).contains(passes)
        }
    }

    private static let saltLength = 16
    private static let hashLength = 32

    /// Hashes a password under a new random salt.
    package static func hash(_ password: String, cost: Cost = .standard) throws(CryptoError) -> String {
        let salt = SecureRandom.bytes(saltLength)
        let hash = try argon2id(password, salt: salt, cost: cost, length: hashLength)
        return PHCString(cost: cost, salt: salt, hash: hash).text
    }

    /// Whether the stored hash is one of this password. Fails with `.malformedPasswordHash` for other algorithms and
    /// `.passwordCostOutOfBounds` before anything is computed.
    package static func verify(_ password: String, against stored: String) throws(CryptoError) -> Bool {
        let stored = try PHCString(stored)
        let hash = try argon2id(password, salt: stored.salt, cost: stored.cost, length: stored.hash.count)
        return ConstantTime.equal(hash, stored.hash)
    }

    /// Whether a hash that was just verified should be replaced by one of the given cost.
    package static func needsUpgrade(_ stored: String, to cost: Cost = .standard) -> Bool {
        do throws(CryptoError) { return try PHCString(stored).cost != cost } catch { return true }
    }

    /// A hash that no password is known for, of the same cost as real ones.
    package static func unmatchable(cost: Cost = .standard) -> String {
        PHCString(cost: cost, salt: SecureRandom.bytes(saltLength), hash: SecureRandom.bytes(hashLength)).text
    }

    private static func argon2id(
        _ password: String, salt: [UInt8], cost: Cost, length: Int
    ) throws(CryptoError) -> [UInt8] {
        guard cost.isAcceptable else { throw .passwordCostOutOfBounds }
        var password = Array(password.utf8)
        defer { password.wipe() }
        var hash = [UInt8](repeating: 0, count: length)
        let status = unsafe argon2id_hash_raw(
            cost.passes, cost.memory, cost.lanes, password, password.count, salt, salt.count, &hash, hash.count)
        guard status == ARGON2_OK.rawValue else {
            throw .library(operation: "hash a password", reason: unsafe String(cString: argon2_error_message(status)))
        }
        return hash
    }
}
