internal import COpenSSL

/// scrypt (RFC 7914), as a PHC string, `$scrypt$ln=15,r=8,p=1$salt$hash` (the identifier may also be `7`), or in the
/// form of crypt(3): `$7$`, one character for the logarithm of N, five each for r and p, the salt as it is, `$`, the hash.
struct ScryptHash: StoredHash {
    let logarithmOfN: UInt32
    private let r: UInt32
    let p: UInt32
    private let salt: [UInt8]
    private let hash: [UInt8]
    private let isCryptForm: Bool

    init?(_ fields: [Substring]) {
        if fields.count == 4 {
            let parameters = fields[1].split(separator: ",", omittingEmptySubsequences: false)
            guard parameters.count == 3, let logarithm = HashEncoding.number(parameters[0], "ln="),
                let r = HashEncoding.number(parameters[1], "r="), let p = HashEncoding.number(parameters[2], "p="),
                let salt = HashEncoding.unpadded(fields[2]), let hash = HashEncoding.unpadded(fields[3]),
                salt.count <= 64, (16...64).contains(hash.count)
            else { return nil }
            (logarithmOfN, self.r, self.p) = (logarithm, r, p)
            (self.salt, self.hash, isCryptForm) = (salt, hash, false)
        } else {
            guard fields[0] == "7", fields.count == 3, fields[1].utf8.count >= 11, fields[2].utf8.count == 43,
                HashEncoding.isCryptText(fields[1]), HashEncoding.isCryptText(fields[2])
            else { return nil }
            let numbers = fields[1].prefix(11)
            guard let logarithm = HashEncoding.cryptNumber(numbers.prefix(1)),
                let r = HashEncoding.cryptNumber(numbers.dropFirst().prefix(5)),
                let p = HashEncoding.cryptNumber(numbers.dropFirst(6))
            else { return nil }
            (logarithmOfN, self.r, self.p) = (logarithm, r, p)
            (salt, hash, isCryptForm) = (Array(fields[1].dropFirst(11).utf8), Array(fields[2].utf8), true)
        }
    }

    /// The memory is 128 · N · r bytes, and the time goes with N · r · p.
    var isAffordable: Bool {
        guard (1...20).contains(logarithmOfN), (1...32).contains(r), (1...16).contains(p) else { return false }
        let blocks = r << logarithmOfN
        return blocks <= 1 << 23 && UInt64(blocks) * UInt64(p) <= 1 << 25
    }

    var isStrong: Bool { logarithmOfN >= 14 && r >= 8 }

    func matches(_ password: [UInt8]) throws(CryptoError) -> Bool {
        var output = [UInt8](repeating: 0, count: isCryptForm ? 32 : hash.count)
        var password = password.map { CChar(bitPattern: $0) }
        defer { unsafe password.withUnsafeMutableBytes { unsafe [UInt8].wipe($0) } }
        let status = unsafe EVP_PBE_scrypt(
            password, password.count, salt, salt.count, 1 << UInt64(logarithmOfN), UInt64(r), UInt64(p),
            (1 << 30) + (1 << 20), &output, output.count)
        guard status == 1 else { throw .openSSL("hash a password") }
        return ConstantTime.equal(isCryptForm ? HashEncoding.cryptText(output) : output, hash)
    }
}
