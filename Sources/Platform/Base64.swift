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
    package static func decode(_ text: String) -> [UInt8]? {
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
    package static func decode(_ text: String) -> [UInt8]? {
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
        let (bytes, symbols) = (bytes.span, alphabet.span)
        let start = text.count
        text.append(contentsOf: repeatElement(0, count: (bytes.count * 4 + 2) / 3))
        var output = text.mutableSpan
        var (index, end) = (0, start)
        while index + 3 <= bytes.count {
            let group = Int(bytes[index]) << 16 | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2])
            output[end] = symbols[group >> 18]
            output[end + 1] = symbols[group >> 12 & 63]
            output[end + 2] = symbols[group >> 6 & 63]
            output[end + 3] = symbols[group & 63]
            index += 3
            end += 4
        }
        guard index < bytes.count else { return }
        let isPair = index + 1 < bytes.count
        let group = Int(bytes[index]) << 16 | (isPair ? Int(bytes[index + 1]) << 8 : 0)
        output[end] = symbols[group >> 18]
        output[end + 1] = symbols[group >> 12 & 63]
        if isPair { output[end + 2] = symbols[group >> 6 & 63] }
    }

    static func decode(
        _ text: ArraySlice<UInt8>, alphabet: Alphabet, padding: Padding, canonical: Bool
    ) -> [UInt8]? {
        let text = text.span
        var count = text.count
        while count > 0, text.count - count < 3, text[count - 1] == UInt8(ascii: "=") { count -= 1 }
        let pads = text.count - count
        let expectedPads = (4 - count % 4) % 4
        guard count % 4 != 1 else { return nil }
        switch padding {
        case .required: guard pads == expectedPads else { return nil }
        case .refused: guard pads == 0 else { return nil }
        case .optional: guard pads == 0 || pads == expectedPads else { return nil }
        }
        return decode(text, count, values: values(of: alphabet), canonical: canonical)
    }

    /// - Parameters:
    ///   - count: how many characters of the text stand for six bits each; not 1 more than a multiple of 4.
    ///   - values: at each character what it stands for.
    private static func decode(_ text: Span<UInt8>, _ count: Int, values: [UInt8], canonical: Bool) -> [UInt8]? {
        let values = values.span
        var bytes = [UInt8](repeating: 0, count: count * 3 / 4)
        var output = bytes.mutableSpan
        var (index, end) = (0, 0)
        // The two upper bits of everything that was read: set by what is no character of the alphabet.
        var seen: UInt8 = 0
        while index + 4 <= count {
            let (a, b) = (values[Int(text[index])], values[Int(text[index + 1])])
            let (c, d) = (values[Int(text[index + 2])], values[Int(text[index + 3])])
            seen |= a | b | c | d
            output[end] = a << 2 | b >> 4
            output[end + 1] = b << 4 | c >> 2
            output[end + 2] = c << 6 | d
            index += 4
            end += 3
        }
        // Bits of the last character that no byte needs: none in the canonical form.
        var rest: UInt8 = 0
        if index < count {
            let (a, b) = (values[Int(text[index])], values[Int(text[index + 1])])
            let c = index + 2 < count ? values[Int(text[index + 2])] : 0
            seen |= a | b | c
            output[end] = a << 2 | b >> 4
            if index + 2 < count {
                output[end + 1] = b << 4 | c >> 2
                rest = c & 0b11
            } else {
                rest = b & 0b1111
            }
        }
        guard seen < invalid, !canonical || rest == 0 else { return nil }
        return bytes
    }

    private static let invalid: UInt8 = 64

    private static func values(of alphabet: Alphabet) -> [UInt8] {
        switch alphabet {
        case .standard: standardValues
        case .urlSafe: urlSafeValues
        case .either: eitherValues
        }
    }

    private static let standardValues = values(of: [standard])
    private static let urlSafeValues = values(of: [urlSafe])
    private static let eitherValues = values(of: [standard, urlSafe])

    private static func values(of alphabets: [[UInt8]]) -> [UInt8] {
        var values = [UInt8](repeating: invalid, count: 256)
        for alphabet in alphabets {
            for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        }
        return values
    }
}
