internal import COpenSSL

/// PBKDF2 (RFC 8018 §5.2): `$pbkdf2-sha256$29000$salt$hash`, without a suffix SHA-1. Salt and hash are base64 without
/// padding, in which `.` may stand for `+`.
struct PBKDF2Hash: StoredHash {
    private let digest: DigestAlgorithm
    let rounds: UInt32
    private let salt: [UInt8]
    private let hash: [UInt8]

    static func digest(named name: Substring) -> DigestAlgorithm? {
        switch name {
        case "pbkdf2", "pbkdf2-sha1": .sha1
        case "pbkdf2-sha224": .sha224
        case "pbkdf2-sha256": .sha256
        case "pbkdf2-sha384": .sha384
        case "pbkdf2-sha512": .sha512
        default: nil
        }
    }

    init?(_ fields: [Substring], _ digest: DigestAlgorithm) {
        guard fields.count == 4, let rounds = HashEncoding.number(fields[1]), let salt = Self.bytes(fields[2]),
            let hash = Self.bytes(fields[3]), salt.count <= 64, (16...64).contains(hash.count)
        else { return nil }
        self.digest = digest
        self.rounds = rounds
        self.salt = salt
        self.hash = hash
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        HashEncoding.unpadded(Substring(String(text.map { $0 == "." ? "+" : $0 })))
    }

    var isAffordable: Bool { (1...10_000_000).contains(rounds) }
    var isStrong: Bool { rounds >= 1000 }

    func matches(_ password: [UInt8]) throws(CryptoError) -> Bool {
        var output = [UInt8](repeating: 0, count: hash.count)
        var password = password.map { CChar(bitPattern: $0) }
        defer { unsafe password.withUnsafeMutableBytes { unsafe [UInt8].wipe($0) } }
        let status = unsafe PKCS5_PBKDF2_HMAC(
            password, Int32(password.count), salt, Int32(salt.count), Int32(rounds), digest.pointer,
            Int32(output.count), &output)
        guard status == 1 else { throw .openSSL("hash a password") }
        return ConstantTime.equal(output, hash)
    }
}
