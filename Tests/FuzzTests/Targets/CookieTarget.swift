internal import HTTP

/// The cookies of a request, against the byte-wise reading of RFC 6265 §4.2.1.
enum CookieTarget {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 9 }) else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        for (line, name) in [(text, "a"), (text, "session"), ("\(text); session=ours", "session"), (text, "")] {
            let request = HTTPRequest(.get, "/", fields: ["Cookie": line])
            let expected = value(of: name, in: Array(line.utf8))
            let found = request.cookie(name)
            try hold(found.map { Array($0.utf8) } == expected, "a cookie is not the one that was sent")
        }
        let twice = HTTPFields([(name: "Cookie", value: text), (name: "cookie", value: "session=ours")])
        let expected = value(of: "session", in: Array(text.utf8)) ?? Array("ours".utf8)
        let found = HTTPRequest(.get, "/", fields: twice).cookie("session")
        try hold(found.map { Array($0.utf8) } == expected, "a second field is not read")
    }

    private static func value(of name: String, in bytes: [UInt8]) -> [UInt8]? {
        for pair in bytes.split(separator: UInt8(ascii: ";")) {
            let trimmed = pair.drop { $0 == 0x20 }
            guard let equals = trimmed.firstIndex(of: UInt8(ascii: "=")) else { continue }
            if trimmed[..<equals].elementsEqual(name.utf8) { return Array(trimmed[(equals + 1)...]) }
        }
        return nil
    }
}
