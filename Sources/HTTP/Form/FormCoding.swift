/// The encoding of `application/x-www-form-urlencoded` (URL standard §5) for single values.
package enum FormCoding {
    /// The text that a form-encoded value stands for: `+` is a space, `%XX` a byte. `nil` for an incomplete escape,
    /// broken UTF-8 or a NUL.
    package static func decode(_ encoded: some StringProtocol) -> String? {
        decode(encoded.utf8)
    }

    package static func decode(_ encoded: some Collection<UInt8>) -> String? {
        unescaped(encoded, plusIsSpace: true)
    }

    /// Escapes everything but letters, digits and `*-._`; a space becomes `+`.
    package static func encode(_ text: String) -> String {
        escaped(text, space: "+") { $0 == UInt8(ascii: "*") }
    }

    /// The text that a percent-encoded value stands for (RFC 3986 §2.1); a `+` stays one.
    package static func percentDecoded(_ encoded: some Collection<UInt8>) -> String? {
        unescaped(encoded, plusIsSpace: false)
    }

    /// Escapes everything but the unreserved characters of RFC 3986 §2.3.
    package static func percentEncoded(_ text: String) -> String {
        escaped(text, space: "%20") { $0 == UInt8(ascii: "~") }
    }

    /// The same for a part of a form that is already in memory: the hot path of every endpoint.
    package static func decode(_ encoded: ArraySlice<UInt8>) -> String? {
        unescaped(encoded, plusIsSpace: true)
    }

    private static func unescaped(_ encoded: some Collection<UInt8>, plusIsSpace: Bool) -> String? {
        unescaped(Array(encoded)[...], plusIsSpace: plusIsSpace)
    }

    private static func unescaped(_ encoded: ArraySlice<UInt8>, plusIsSpace: Bool) -> String? {
        // Most values are plain ASCII and are taken as they are.
        let span = encoded.span
        let isPlain = span.indices.allSatisfy { index in
            let byte = span[index]
            return byte < 0x80 && byte != UInt8(ascii: "%") && byte != UInt8(ascii: "+") && byte != 0
        }
        if isPlain { return String(decoding: encoded, as: UTF8.self) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(encoded.count)
        var index = encoded.startIndex
        while index < encoded.endIndex {
            let byte = encoded[index]
            index += 1
            switch byte {
            case UInt8(ascii: "+") where plusIsSpace:
                bytes.append(HTTPCharacters.space)
            case UInt8(ascii: "%"):
                guard index + 1 < encoded.endIndex, let high = HTTPCharacters.hexValue(encoded[index]),
                    let low = HTTPCharacters.hexValue(encoded[index + 1]), high | low != 0
                else { return nil }
                bytes.append(high << 4 | low)
                index += 2
            case 0:
                return nil
            default:
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func escaped(_ text: String, space: String, _ isSafe: (UInt8) -> Bool) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                bytes.append(byte)
            case HTTPCharacters.space:
                bytes.append(contentsOf: space.utf8)
            default:
                if isSafe(byte) {
                    bytes.append(byte)
                } else {
                    bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
