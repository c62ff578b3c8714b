internal import Platform

/// An unsalted MD5 in 32 hexadecimal digits.
struct PlainMD5Hash: StoredHash {
    private let hash: [UInt8]

    init?(_ text: String) {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard text.utf8.count == 32, digits.count == 32 else { return nil }
        hash = stride(from: 0, to: 32, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    var isAffordable: Bool { true }
    var isStrong: Bool { true }

    func matches(_ password: [UInt8]) throws(CryptoError) -> Bool {
        ConstantTime.equal(try DigestAlgorithm.md5().digest(password), hash)
    }
}

/// `$md5salted-prefix$salt$hash` for MD5(salt + password), `$md5salted-suffix$salt$hash` for MD5(password + salt), the
/// hash in base64 with padding.
struct SaltedMD5Hash: StoredHash {
    private let isPrefix: Bool
    private let salt: [UInt8]
    private let hash: [UInt8]

    init?(_ fields: [Substring]) {
        guard fields.count == 3, !fields[1].isEmpty, let hash = Base64.decode(String(fields[2])), hash.count == 16
        else { return nil }
        isPrefix = fields[0] == "md5salted-prefix"
        salt = Array(fields[1].utf8)
        self.hash = hash
    }

    var isAffordable: Bool { true }
    var isStrong: Bool { true }

    func matches(_ password: [UInt8]) throws(CryptoError) -> Bool {
        var input = isPrefix ? salt + password : password + salt
        defer { input.wipe() }
        return ConstantTime.equal(try DigestAlgorithm.md5().digest(input), hash)
    }
}
