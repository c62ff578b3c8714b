internal import Platform
internal import Testing

@Suite("RFC 4648: base64 and base64url")
struct Base64Tests {
    /// §10
    static let vectors: [(String, String)] = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]

    @Test(arguments: vectors)
    func `§10: the test vectors`(plain: String, encoded: String) {
        let unpadded = encoded.filter { $0 != "=" }
        #expect(Base64.encode(plain.utf8) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
        #expect(Base64URL.encode(plain.utf8) == unpadded)
        #expect(Base64URL.decode(unpadded) == Array(plain.utf8))
        #expect(Base64.decodeLenient(encoded) == Array(plain.utf8))
        #expect(Base64.decodeLenient(unpadded) == Array(plain.utf8))
    }

    @Test func `§4, §5: the alphabets differ in two letters`() {
        let bytes: [UInt8] = [0xFB, 0xFF, 0xBF]
        #expect(Base64.encode(bytes) == "+/+/")
        #expect(Base64URL.encode(bytes) == "-_-_")
        #expect(Base64.decode("-_-_") == nil)
        #expect(Base64URL.decode("+/+/") == nil)
        #expect(Base64.decodeLenient("+/-_") == bytes)
    }

    @Test func `every byte survives at every position`() {
        for byte in UInt8.min...UInt8.max {
            for count in 1...4 {
                let bytes = [UInt8](repeating: byte, count: count)
                #expect(Base64.decode(Base64.encode(bytes)) == bytes)
                #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
            }
        }
    }

    @Test(arguments: [
        "Z", "Zg=", "Zg", "Zh==", "Zm9=", "Zm8", "Zm9v=", "Zm9v====", "=", "====", "Z=g=", "Zg==Zg==", "Zg= =",
        "Zg==\n", "Zm 9v", "Zm9v\u{0}", "Zм9v", "Zg=\u{FF1D}",
    ])
    func `base64 in another spelling is refused`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: ["Z", "Zg==", "Zg=", "Zh", "Zm9", "Zm9v=", "Zm9v\n", " Zm9v", "Zm.v", "Zm9vY"])
    func `base64url in another spelling is refused`(text: String) {
        #expect(Base64URL.decode(text) == nil)
        #expect(Base64URL.decode(Array(text.utf8)[...]) == nil)
    }

    @Test(arguments: ["Z", "Zg=", "Zm9v=", "Z===", "Zm9v\n", "Zg==A", "=Zg="])
    func `even the lenient reader refuses nonsense`(text: String) {
        #expect(Base64.decodeLenient(text) == nil)
    }

    @Test func `texts are put together by appending`() {
        var text = Array("a.".utf8)
        Base64URL.append("fo".utf8, to: &text)
        Base64URL.append([], to: &text)
        #expect(String(decoding: text, as: UTF8.self) == "a.Zm8")
    }

    @Test func `a slice is read from its own start`() {
        let text = Array("xxZm9vyy".utf8)
        #expect(Base64URL.decode(text[2..<6]) == Array("foo".utf8))
    }
}
