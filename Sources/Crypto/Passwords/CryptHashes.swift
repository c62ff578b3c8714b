/// bcrypt: `$2b$12$` with 22 characters of salt and 31 of hash. By its nature only the first 72 bytes of a password
/// count; a NUL in them never ends it here, but makes it a wrong one.
struct BcryptHash: StoredHash {
    private let setting: Substring
    private let hash: Substring
    let cost: UInt32

    init?(_ fields: [Substring]) {
        guard fields.count == 3, fields[1].utf8.count == 2, let first = fields[1].utf8.first,
            (0x30...0x33).contains(first), let cost = UInt32(fields[1]), fields[2].utf8.count == 53,
            fields[2].utf8.allSatisfy({ $0 < 0x80 }), HashEncoding.isCryptText(fields[2])
        else { return nil }
        self.cost = cost
        setting = "$\(fields[0])$\(fields[1])$\(fields[2].prefix(22))"
        hash = fields[2].dropFirst(22)
    }

    var isAffordable: Bool { (4...16).contains(cost) }
    var isStrong: Bool { cost >= 10 }

    func matches(_ password: [UInt8]) throws(CryptoError) -> Bool {
        var password = password.contains(0) ? password : Array(password.prefix(72))
        defer { password.wipe() }
        // libcrypt wants a whole hash as the setting, or none at all.
        return try LibCrypt.matches(password, setting: String(setting + hash), hash)
    }
}

/// SHA-crypt: `$5$` (SHA-256) or `$6$` (SHA-512), then `rounds=N$` unless they are 5000, salt and hash.
struct SHACryptHash: StoredHash {
    private let setting: String
    private let hash: Substring
    let rounds: UInt32

    init?(_ fields: [Substring]) {
        let length = fields[0] == "5" ? 43 : 86
        guard fields.count == 3 || fields.count == 4, let hash = fields.last, hash.utf8.count == length,
            HashEncoding.isCryptText(hash)
        else { return nil }
        if fields.count == 4 {
            guard let rounds = HashEncoding.number(fields[1], "rounds=") else { return nil }
            self.rounds = rounds
        } else {
            rounds = 5000
        }
        let salt = fields[fields.count - 2]
        guard (1...16).contains(salt.utf8.count), LibCrypt.isSalt(salt), !salt.hasPrefix("rounds=") else {
            return nil
        }
        self.hash = hash
        setting = "$" + fields.joined(separator: "$")
    }

    var isAffordable: Bool { (1000...10_000_000).contains(rounds) }
    var isStrong: Bool { true }

    func matches(_ password: [UInt8]) throws(CryptoError) -> Bool {
        try LibCrypt.matches(password, setting: setting, hash)
    }
}

/// The MD5 crypt of 1994: `$1$salt$hash`.
struct MD5CryptHash: StoredHash {
    private let setting: String
    private let hash: Substring

    init?(_ fields: [Substring]) {
        guard fields.count == 3, (1...8).contains(fields[1].utf8.count), LibCrypt.isSalt(fields[1]),
            fields[2].utf8.count == 22, HashEncoding.isCryptText(fields[2])
        else { return nil }
        setting = "$" + fields.joined(separator: "$")
        hash = fields[2]
    }

    var isAffordable: Bool { true }
    var isStrong: Bool { true }

    func matches(_ password: [UInt8]) throws(CryptoError) -> Bool {
        try LibCrypt.matches(password, setting: setting, hash)
    }
}
