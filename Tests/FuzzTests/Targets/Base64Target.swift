internal import FoundationEssentials
internal import Platform

/// The base64 alphabets, against Foundation's where it is as strict.
enum Base64Target {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        try checkEncoding(bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        if let decoded = Base64URL.decode(text) {
            try hold(Base64URL.encode(decoded).isSame(as: text), "base64url has two spellings")
            try hold(Base64.decodeLenient(text) == decoded, "the lenient reading is another one")
        }
        if let decoded = Base64.decode(text) {
            try hold(Base64.encode(decoded).isSame(as: text), "base64 has two spellings")
            try hold(Data(base64Encoded: text).map(Array.init) == decoded, "Foundation reads other bytes")
        }
        guard let lenient = Base64.decodeLenient(text) else { return }
        let letters = text.utf8.filter { $0 != UInt8(ascii: "=") }.map {
            switch $0 {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: $0
            }
        }
        let padding = String(repeating: "=", count: (4 - letters.count % 4) % 4)
        let standard = Data(base64Encoded: String(decoding: letters, as: UTF8.self) + padding)
        try hold(standard.map(Array.init) == lenient, "Foundation reads other bytes leniently")
    }

    private static func checkEncoding(_ bytes: [UInt8]) throws(Violation) {
        let encoded = Base64.encode(bytes)
        try hold(encoded.isSame(as: Data(bytes).base64EncodedString()), "Foundation writes another text")
        try hold(Base64.decode(encoded) == bytes, "base64 loses something")
        try hold(Base64URL.decode(Base64URL.encode(bytes)) == bytes, "base64url loses something")
        var appended: [UInt8] = [1]
        Base64URL.append(bytes, to: &appended)
        try hold(appended.dropFirst().elementsEqual(Base64URL.encode(bytes).utf8), "appending writes another text")
    }
}
