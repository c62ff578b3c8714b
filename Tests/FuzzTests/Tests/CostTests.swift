internal import API
internal import Crypto
internal import JOSE
internal import Model
internal import Platform
internal import Testing

@testable internal import HTTP

/// Inputs that are cheap to send and must be cheap to read: many of whatever makes a careless reader look at the same
/// byte again and again.
@Suite("The cost of large inputs", .serialized)
struct CostTests {
    /// Bytes of an input. A body may be larger; this is enough for quadratic work to take minutes.
    private static let size = 256 * 1024
    /// Linear work takes a fraction of a second.
    private static let bound = Duration.seconds(5)

    private func expectCheap(_ name: String, _ body: () -> Void) {
        let elapsed = ContinuousClock().measure(body)
        #expect(elapsed < Self.bound, "\(name)")
    }

    private static func filled(_ text: String, _ count: Int = size) -> [UInt8] {
        let unit = Array(text.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + unit.count)
        while bytes.count < count { bytes += unit }
        return bytes
    }

    private static func numbered(_ count: Int, _ text: (Int) -> String) -> String {
        (0..<count).map(text).joined(separator: ",")
    }

    @Test(arguments: [
        "[", #"{"a":"#, "[[],", " ", "9", "\"", #""\u0041"#, #"{"a":1,"#, "-", "{", "]", "1,", "\\", "é",
    ])
    func `JSON`(unit: String) {
        for bytes in [Self.filled(unit), Array("[".utf8) + Self.filled(unit), Array("\"".utf8) + Self.filled(unit)] {
            expectCheap(unit) { _ = try? JSONValue(parsing: bytes) }
        }
    }

    @Test func `as many members as JSON may have, as a message`() throws {
        let text = "{" + Self.numbered(50_000) { "\"m\($0)\":\($0)" } + "}"
        let value = try JSONValue(parsing: text.utf8)
        let object = try #require(value.objectValue)
        #expect(object.members.count == 50_000)
        expectCheap("writing") { _ = value.utf8 }
        expectCheap("reading") { _ = try? MessageReader("Message", object) }
        expectCheap("comparing") { _ = value == value }
    }

    @Test(arguments: ["_a", "_", "a_", "é_"])
    func `a member with a long name, as a message`(unit: String) throws {
        let object = JSONObject(uniqueMembers: [
            .init(name: String(decoding: Self.filled(unit), as: UTF8.self), value: 1)
        ])
        expectCheap(unit) { _ = try? MessageReader("Message", object) }
    }

    @Test(arguments: ["%", "%4", "%41", "&", "=", "a=1&", "+", "%00", "%F0%9F%98%80", "a&", "é"])
    func `forms`(unit: String) {
        let bytes = Self.filled(unit)
        expectCheap(unit) {
            _ = try? Form(parsing: bytes)
            _ = FormCoding.percentDecoded(bytes)
            _ = FormCoding.encode(String(decoding: bytes, as: UTF8.self))
        }
        let pairs = Self.numbered(200) { "a\($0)=\($0)" }.replacing(",", with: "&")
        expectCheap("\(unit) in pairs") { _ = try? Form(parsing: Array(pairs.utf8) + bytes).duplicates }
    }

    @Test(arguments: [".", "a.", "e30.", "=", "-", "eyJhbGciOiJFUzI1NiJ9."])
    func `tokens`(unit: String) throws {
        let text = String(decoding: Self.filled(unit), as: UTF8.self)
        let sealingKey = SealingKey(SymmetricKey.random())
        expectCheap(unit) {
            _ = try? CompactJWS(text)
            _ = Base64URL.decode(text)
            _ = Base64.decodeLenient(text)
            _ = sealingKey.open(Array(text.utf8), kind: "test")
        }
        // As long as a token is looked at.
        let short = String(text.prefix(16 * 1024))
        expectCheap("\(unit), short") { for _ in 0..<50 { _ = try? CompactJWS(short) } }
    }

    @Test(arguments: [" ", "a ", "openid ", "urn:zitadel:iam:org:project:id:", "!"])
    func `scopes`(unit: String) {
        let text = String(decoding: Self.filled(unit), as: UTF8.self)
        expectCheap(unit) { _ = ScopeSet(parsing: text)?.filter(Scope.isKnown).text }
        let distinct = (0..<20_000).map { "s\($0)" }.joined(separator: " ")
        expectCheap("distinct") { _ = ScopeSet(parsing: distinct)?.filter(Scope.isKnown).text }
    }

    @Test(arguments: ["$", "-----BEGIN PUBLIC KEY-----\n", "0", "$argon2id$v=19$m=1,t=1,p=1$", "A"])
    func `keys and hashes`(unit: String) {
        let bytes = Self.filled(unit)
        let text = String(decoding: bytes, as: UTF8.self)
        expectCheap(unit) {
            _ = try? PublicKey(pem: text)
            _ = try? PrivateKey(pem: text)
            _ = try? PublicKey(der: bytes)
            _ = try? PrivateKey(der: bytes)
            _ = try? PasswordHash.verify("password", against: text)
            _ = Timestamp(rfc3339: text)
        }
        let longest = String(text.prefix(16 * 1024))
        expectCheap("\(unit), as long as a key") {
            _ = try? PublicKey(pem: longest)
            _ = try? PrivateKey(pem: longest)
        }
    }

    @Test func `a set of as many keys as are read`() throws {
        let json = try #require(Corpus.json("rfc7515/A.2.json")?["jwk"]?.objectValue)
        let key: JSONObject = ["kty": "RSA", "n": json["n"] ?? "", "e": json["e"] ?? ""]
        let set: JSONValue = ["keys": .array(Array(repeating: .object(key), count: 100))]
        expectCheap("keys") { #expect((try? JWKSet(set))?.keys.count == 100) }
        let more: JSONValue = ["keys": .array(Array(repeating: .object(key), count: 40_000))]
        #expect(throws: JOSEError.self) { try JWKSet(more) }
    }

    @Test(arguments: [",", ";", "a,", "for=1.1.1.1,", "a=b;", "\"", "[", "é,", "a=\u{301};"])
    func `fields as long as a header may be`(unit: String) throws {
        let text = String(decoding: Self.filled(unit, HTTPLimits().headerBytes), as: UTF8.self)
        let networks = [try #require(IPNetwork("10.0.0.0/8"))]
        expectCheap(unit) {
            for source in [TrustedProxies.Source.forwarded, .forwardedFor] {
                let fields: HTTPFields = ["X-Forwarded-For": text, "Forwarded": text, "Cookie": text]
                _ = TrustedProxies(networks: networks, source: source).client(fields)
                _ = HTTPRequest(.get, "/", fields: fields).cookie("session")
            }
        }
    }
}
