@testable internal import Crypto

/// Stored password hashes. A hash that is accepted has one spelling, and a cost that is checked before it is paid.
enum PasswordHashTarget {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        let text = String(decoding: bytes, as: UTF8.self)
        _ = PasswordHash.needsUpgrade(text)
        let hash: PHCString
        do throws(CryptoError) { hash = try PHCString(text) } catch { return }
        try hold(hash.text.isSame(as: text), "a hash has two spellings")
        try hold((8...64).contains(hash.salt.count) && (16...64).contains(hash.hash.count), "a hash is too short")
        try hold(PasswordHash.needsUpgrade(text) == (hash.cost != .standard), "the cost is read in two ways")
        // Only what is cheap is computed here, or refused because it is not.
        guard !hash.cost.isAcceptable || hash.cost.memory <= 64 && hash.cost.passes == 1 else { return }
        let isRight: Bool
        do throws(CryptoError) {
            isRight = try PasswordHash.verify("not the password", against: text)
        } catch {
            return try hold(error == .passwordCostOutOfBounds, "a hash cannot be computed: \(error)")
        }
        try hold(!isRight && hash.cost.isAcceptable, "a wrong password is right")
    }
}
