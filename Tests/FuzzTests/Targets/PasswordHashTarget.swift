@testable internal import Crypto

/// Stored password hashes. A hash that is accepted has one spelling, and a cost that is checked before it is paid.
enum PasswordHashTarget {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        let text = String(decoding: bytes, as: UTF8.self)
        let needsUpgrade = PasswordHash.needsUpgrade(text)
        let hash: any StoredHash
        do throws(CryptoError) { hash = try PasswordHash.read(text) } catch {
            try hold(needsUpgrade, "a hash that cannot be read would be kept")
            let expected = error == .malformedPasswordHash || error == .unsupportedPasswordHash
            return try hold(expected, "reading computes something: \(error)")
        }
        if let hash = hash as? Argon2Hash { try check(hash, text, needsUpgrade: needsUpgrade) }
        // Only what is cheap is computed here, or refused because it is not.
        guard !hash.isAffordable || isCheap(hash) else { return }
        let isRight: Bool
        do throws(CryptoError) {
            isRight = try PasswordHash.verify("not the password", against: text)
        } catch {
            return try hold(error == .passwordCostOutOfBounds, "a hash cannot be computed: \(error)")
        }
        try hold(!isRight && hash.isAffordable, "a wrong password is right")
    }

    private static func check(_ hash: Argon2Hash, _ text: String, needsUpgrade: Bool) throws(Violation) {
        try hold(hash.text.isSame(as: text), "a hash has two spellings")
        try hold((8...64).contains(hash.salt.count) && (16...64).contains(hash.hash.count), "a hash is too short")
        try hold(
            needsUpgrade == (hash.cost != .standard || hash.variant != .id), "the cost is read in two ways")
    }

    private static func isCheap(_ hash: any StoredHash) -> Bool {
        switch hash {
        case let hash as Argon2Hash: hash.cost.memory <= 64 && hash.cost.passes == 1
        case let hash as BcryptHash: hash.cost <= 4
        case let hash as SHACryptHash: hash.rounds <= 1000
        case let hash as ScryptHash: hash.logarithmOfN <= 4 && hash.p <= 2
        case let hash as PBKDF2Hash: hash.rounds <= 1000
        case let hash as PortableHash: hash.logarithmOfRounds <= 10
        default: true
        }
    }
}
