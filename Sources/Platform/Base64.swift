/// The two alphabets of RFC 4648 that the wires use.
package enum Base64 {
    /// The alphabet of RFC 4648 §4, with padding: protobuf JSON's `bytes`.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        Base64Codec.encode(Array(bytes), alphabet: Base64Codec.standard, padded: true)
    }

    /// Reads either alphabet, padded or not, as protobuf JSON demands. `nil` for anything else.
    package static func decodeLenient(_ text: some StringProtocol) -> [UInt8]? {
        Base64Codec.decode(ArraySlice(text.utf8), alphabet: .either, padding: .optional, canonical: false)
    }

    /// Reads the standard alphabet with padding, strictly. `nil` for anything else.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        Base64Codec.decode(ArraySlice(text.utf8), alphabet: .standard, padding: .required, canonical: true)
    }
}

/// base64url without padding (RFC 4648 §5, RFC 7515 §2).
package enum Base64URL {
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        Base64Codec.encode(Array(bytes), alphabet: Base64Codec.urlSafe, padded: false)
    }

    /// Appends the text's ASCII bytes, for texts that are put together from several values.
    package static func append(_ bytes: some Sequence<UInt8>, to text: inout [UInt8]) {
        Base64Codec.append(Array(bytes), to: &text, alphabet: Base64Codec.urlSafe)
    }

    /// Strict: no padding, no white space, and only the canonical form, so that one value has one spelling.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        Base64Codec.decode(ArraySlice(text.utf8), alphabet: .urlSafe, padding: .refused, canonical: true)
    }

    package static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        Base64Codec.decode(bytes, alphabet: .urlSafe, padding: .refused, canonical: true)
    }
}

private enum Base64Codec {
    enum Alphabet { case standard, urlSafe, either }
    enum Padding { case required, refused, optional }

    static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    static let urlSafe = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func encode(_ bytes: [UInt8], alphabet: [UInt8], padded: Bool) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        append(bytes, to: &text, alphabet: alphabet)
        if padded { while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) } }
        return String(decoding: text, as: UTF8.self)
    }

    static func append(_ bytes: [UInt8], to text: inout [UInt8], alphabet: [UInt8]) {
        func symbol(_ buffer: UInt32, _ shift: UInt32) -> UInt8 { alphabet[Int(buffer >> shift & 63)] }
        var index = 0
        while index + 3 <= bytes.count {
            let group = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
            text.append(symbol(group, 18))
            text.append(symbol(group, 12))
            text.append(symbol(group, 6))
            text.append(symbol(group, 0))
            index += 3
        }
        guard index < bytes.count else { return }
        let isPair = index + 1 < bytes.count
        let group = UInt32(bytes[index]) << 16 | (isPair ? UInt32(bytes[index + 1]) << 8 : 0)
        text.append(symbol(group, 18))
        text.append(symbol(group, 12))
        if isPair { text.append(symbol(group, 6)) }
    }

    static func decode(
        _ text: ArraySlice<UInt8>, alphabet: Alphabet, padding: Padding, canonical: Bool
    ) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3 + 2)
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        var symbols = 0
        var pads = 0
        for character in text {
            if character == UInt8(ascii: "=") {
                pads += 1
                continue
            }
            guard pads == 0, let value = value(of: character, alphabet) else { return nil }
            symbols += 1
            buffer = buffer << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
            }
        }
        let expectedPads = (4 - symbols % 4) % 4
        guard symbols % 4 != 1 else { return nil }
        switch padding {
        case .required: guard pads == expectedPads else { return nil }
        case .refused: guard pads == 0 else { return nil }
        case .optional: guard pads == 0 || pads == expectedPads else { return nil }
        }
        if canonical, bits > 0, buffer & ((1 << bits) - 1) != 0 { return nil }
        return bytes
    }

    private static func value(of character: UInt8, _ alphabet: Alphabet) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+") where alphabet != .urlSafe, UInt8(ascii: "-") where alphabet != .standard: 62
        case UInt8(ascii: "/") where alphabet != .urlSafe, UInt8(ascii: "_") where alphabet != .standard: 63
        default: nil
        }
    }
}
