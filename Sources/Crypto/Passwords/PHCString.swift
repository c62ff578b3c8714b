internal import Platform

/// The parts of a PHC string of Argon2id, version 1.3.
struct PHCString {
    let cost: PasswordHash.Cost
    let salt: [UInt8]
    let hash: [UInt8]

    init(cost: PasswordHash.Cost, salt: [UInt8], hash: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    /// Reads the strict form: every part once, in the order of the specification, numbers without leading zeros.
    init(_ text: String) throws(CryptoError) {
        guard text.utf8.count <= 512 else { throw .malformedPasswordHash }
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id", parts[2] == "v=19" else {
            throw .malformedPasswordHash
        }
        let parameters = parts[3].split(separator: ",", omittingEmptySubsequences: false)
        guard parameters.count == 3, let memory = Self.number(parameters[0], "m="),
            let passes = Self.number(parameters[1], "t="), let lanes = Self.number(parameters[2], "p="),
            let salt = Self.unpadded(parts[4]), let hash = Self.unpadded(parts[5])
        else { throw .malformedPasswordHash }
        // RFC 9106 §3.1 asks for 8 bytes of salt and 4 of hash; a hash that short would match by luck.
        guard (8...64).contains(salt.count), (16...64).contains(hash.count) else { throw .malformedPasswordHash }
        cost = PasswordHash.Cost(memory: memory, passes: passes, lanes: lanes)
        self.salt = salt
        self.hash = hash
    }

    var text: String {
        "$argon2id$v=19$m=\(cost.memory),t=\(cost.passes),p=\(cost.lanes)$\(Self.unpadded(salt))$\(Self.unpadded(hash))"
    }

    private static func number(_ text: Substring, _ name: String) -> UInt32? {
        guard text.hasPrefix(name) else { return nil }
        let digits = text.dropFirst(name.count)
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), digits.first != "0" else { return nil }
        return UInt32(digits)
    }

    /// The B64 of the PHC format: the standard alphabet without padding.
    private static func unpadded(_ bytes: [UInt8]) -> String {
        var text = Base64.encode(bytes)
        while text.hasSuffix("=") { text.removeLast() }
        return text
    }

    private static func unpadded(_ text: Substring) -> [UInt8]? {
        guard !text.contains("=") else { return nil }
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Base64.decode(text + padding)
    }
}
