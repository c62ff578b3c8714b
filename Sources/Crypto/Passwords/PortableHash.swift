/// The portable hash of phpass, `$P$` or `$H$` over MD5, and its descendant of Drupal 7, `$S$` over SHA-512 and cut after
/// 43 characters: one character for the logarithm of the rounds, eight of salt, the hash.
struct PortableHash: StoredHash {
    enum Digest {
        case md5, sha512

        var length: Int {
            switch self {
            case .md5: 22
            case .sha512: 43
            }
        }
    }

    private let digest: Digest
    let logarithmOfRounds: UInt32
    private let salt: [UInt8]
    private let hash: [UInt8]

    init?(_ fields: [Substring], _ digest: Digest) {
        guard fields.count == 2, fields[1].utf8.count == 9 + digest.length, HashEncoding.isCryptText(fields[1]),
            let logarithm = HashEncoding.cryptNumber(fields[1].prefix(1))
        else { return nil }
        self.digest = digest
        logarithmOfRounds = logarithm
        salt = Array(fields[1].dropFirst().prefix(8).utf8)
        hash = Array(fields[1].dropFirst(9).utf8)
    }

    var isAffordable: Bool {
        switch digest {
        case .md5: (7...25).contains(logarithmOfRounds)
        // 1000 to 500,000 rounds.
        case .sha512: (10...18).contains(logarithmOfRounds)
        }
    }

    var isStrong: Bool { true }

    func matches(_ password: [UInt8]) throws(CryptoError) -> Bool {
        let algorithm: DigestAlgorithm =
            switch digest {
            case .md5: try .md5()
            case .sha512: .sha512
            }
        var first = salt + password
        defer { first.wipe() }
        var input = algorithm.digest(first) + password
        defer { input.wipe() }
        for _ in 0..<(1 << logarithmOfRounds) { algorithm.replacePrefix(of: &input) }
        let computed = HashEncoding.cryptText(Array(input.prefix(algorithm.count))).prefix(digest.length)
        return ConstantTime.equal(Array(computed), hash)
    }
}

extension DigestAlgorithm {
    /// Overwrites the first bytes of an input with its digest.
    fileprivate func replacePrefix(of input: inout [UInt8]) {
        unsafe input.withUnsafeMutableBufferPointer { input in
            // The digest is written only after all of the input was read.
            unsafe digest(UnsafeBufferPointer(input), into: input.baseAddress)
        }
    }
}
