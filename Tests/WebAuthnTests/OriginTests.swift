internal import Testing

@testable internal import WebAuthn

@Suite("RFC 6454: origins, and who may use an RP id")
struct OriginTests {
    @Test(arguments: [
        ("https://example.org", WebOrigin.Scheme.https, "example.org", UInt16(443)),
        ("https://login.example.org:8443", .https, "login.example.org", 8443),
        ("http://localhost:8080", .http, "localhost", 8080), ("http://localhost", .http, "localhost", 80),
        ("https://xn--bcher-kva.example", .https, "xn--bcher-kva.example", 443),
    ])
    func `an origin is read`(text: String, scheme: WebOrigin.Scheme, host: String, port: UInt16) throws {
        let origin = try WebOrigin(text)
        #expect(origin.scheme == scheme)
        #expect(origin.host == host)
        #expect(origin.port == port)
    }

    @Test(arguments: [
        "", "null", "example.org", "//example.org", "https:example.org", "https:/example.org", "https://",
        "https://example.org/", "https://example.org?", "https://example.org#", "https://user@example.org",
        "https://EXAMPLE.org", "HTTPS://example.org", "https://example.org:", "https://example.org:443",
        "http://example.org:80", "https://example.org:0", "https://example.org:65536", "https://example.org:+8443",
        "https://example.org:08443", "https://example.org:8443:1", "https://example..org", "https://.example.org",
        "https://example.org.", "https://-example.org", "https://[::1]", "https://ex ample.org",
        "https://bücher.example",
        "ftp://example.org", "wss://example.org", "https://example.org\n", "https://example.org\u{0}",
        "https://e\u{301}xample.org", "android:apk-key-hash:AAAA", "ios:bundle-id:org.example",
    ])
    func `anything else is none`(text: String) {
        #expect(throws: WebAuthnError.malformedOrigin) { try WebOrigin(text) }
    }

    @Test(arguments: [
        ("example.org", UInt16?.none, "https://example.org", true),
        ("example.org", nil, "https://a.b.example.org", true), ("example.org", nil, "https://badexample.org", false),
        ("example.org", nil, "https://example.org:8443", false),
        ("example.org", 8443, "https://example.org:8443", true),
        ("example.org", 8443, "https://example.org", true), ("example.org", 8443, "https://example.org:9443", false),
        ("example.org", 80, "http://example.org", false), ("example.org", nil, "http://example.org", false),
        ("example.org", 8080, "http://example.org:8080", false), ("a.example.org", nil, "https://example.org", false),
        ("localhost", 8080, "http://localhost:8080", true), ("localhost", 8080, "http://localhost", true),
        ("localhost", nil, "http://localhost:3000", false), ("localhost", nil, "https://localhost", true),
        ("localhost", 8080, "http://evil.localhost:8080", false), ("org", nil, "https://example.org", true),
    ])
    func `scheme, host and port decide`(id: String, port: UInt16?, origin: String, isAllowed: Bool) throws {
        #expect(try RelyingParty(id: id, extraPort: port).allows(WebOrigin(origin)) == isAllowed)
    }
}
