/// A stored hash of one format. Reading one computes nothing.
protocol StoredHash {
    /// Whether a check costs no more time (about ten seconds) and memory (1 GiB) than this service is willing to spend.
    var isAffordable: Bool { get }
    /// Whether guessing is slow enough for the hash to be taken over from elsewhere. Formats without a cost count as
    /// strong: whoever has nothing else must be able to bring them.
    var isStrong: Bool { get }

    /// Whether it is a hash of the password, given in UTF-8. To be asked only of what is affordable.
    func matches(_ password: [UInt8]) throws(CryptoError) -> Bool
}

extension PasswordHash {
    /// Reads a hash of any known format by the identifier that it begins with.
    static func read(_ text: String) throws(CryptoError) -> any StoredHash {
        guard text.utf8.count <= 512, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .malformedPasswordHash
        }
        guard text.hasPrefix("$") else {
            guard let hash = PlainMD5Hash(text) else { throw .unsupportedPasswordHash }
            return hash
        }
        let fields = text.dropFirst().split(separator: "$", omittingEmptySubsequences: false)
        let stored: (any StoredHash)?
        switch fields[0] {
        case "argon2i", "argon2id": stored = Argon2Hash(fields)
        case "2a", "2b", "2y": stored = BcryptHash(fields)
        case "scrypt", "7": stored = ScryptHash(fields)
        case "5", "6": stored = SHACryptHash(fields)
        case "1": stored = MD5CryptHash(fields)
        case "md5salted-prefix", "md5salted-suffix": stored = SaltedMD5Hash(fields)
        case "P", "H": stored = PortableHash(fields, .md5)
        case "S": stored = PortableHash(fields, .sha512)
        case let name where name == "pbkdf2" || name.hasPrefix("pbkdf2-"):
            guard let digest = PBKDF2Hash.digest(named: name) else { throw .unsupportedPasswordHash }
            stored = PBKDF2Hash(fields, digest)
        default: throw .unsupportedPasswordHash
        }
        guard let stored else { throw .malformedPasswordHash }
        return stored
    }
}
