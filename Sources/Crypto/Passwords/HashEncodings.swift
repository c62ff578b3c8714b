internal import Platform

/// How the formats write numbers and bytes.
enum HashEncoding {
    /// A decimal number without sign and leading zeros, behind a name such as `rounds=`.
    static func number(_ text: Substring, _ name: String = "") -> UInt32? {
        guard text.hasPrefix(name) else { return nil }
        let digits = text.dropFirst(name.count)
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), digits.first != "0" else { return nil }
        return UInt32(digits)
    }

    /// The B64 of the PHC format: the standard alphabet without padding.
    static func unpadded(_ bytes: [UInt8]) -> String {
        var text = Base64.encode(bytes)
        while text.hasSuffix("=") { text.removeLast() }
        return text
    }

    /// Reads the B64 of the PHC format.
    static func unpadded(_ text: Substring) -> [UInt8]? {
        guard !text.contains("=") else { return nil }
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Base64.decode(text + padding)
    }

    /// The alphabet of crypt(3).
    private static let cryptAlphabet = Array("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    static func isCryptText(_ text: Substring) -> Bool {
        text.utf8.allSatisfy(cryptAlphabet.contains)
    }

    /// The number that characters of crypt(3) stand for, the lowest six bits first; `nil` for other characters.
    static func cryptNumber(_ text: Substring) -> UInt32? {
        var number: UInt32 = 0
        for (position, character) in text.utf8.enumerated() {
            guard position < 5, let value = cryptAlphabet.firstIndex(of: character) else { return nil }
            number |= UInt32(value) << UInt32(6 * position)
        }
        return number
    }

    /// Bytes in groups of three, the first of which is the lowest, as four characters of crypt(3) each.
    static func cryptText(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var value = group.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            for _ in 0...group.count {
                text.append(cryptAlphabet[Int(value & 63)])
                value >>= 6
            }
        }
        return text
    }
}
