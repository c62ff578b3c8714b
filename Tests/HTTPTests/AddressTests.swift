internal import Testing

@testable internal import HTTP

@Suite("Addresses and trusted proxies")
struct AddressTests {
    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1:8080"), ("[::1]:80", "[::1]:80"), ("localhost:1", "127.0.0.1:1"),
        (":8080", "0.0.0.0:8080"), ("[2001:DB8:0::1]:0", "[2001:db8::1]:0"), ("unix:/run/a.sock", "unix:/run/a.sock"),
    ])
    func `a listen address is read`(text: String, canonical: String) {
        #expect(ListenAddress(text)?.description == canonical)
    }

    @Test(arguments: [
        "", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1", "::1:80",
        "example.com:80", "[::1:80", "unix:", "256.0.0.1:1", "unix:/" + String(repeating: "a", count: 200),
    ])
    func `what is no listen address is refused`(text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.1.2", true), ("10.0.0.0/8", "11.0.0.1", false), ("192.0.2.7", "192.0.2.7", true),
        ("192.0.2.7", "192.0.2.8", false), ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "2001:db8::1", false),
        ("10.0.0.0/8", "::ffff:10.1.1.1", true), ("2001:db8::/32", "2001:db8:ffff::1", true),
        ("2001:db8::/32", "2001:db9::1", false), ("fe80::/10", "febf::1", true), ("::1", "::1", true),
        ("2001:db8::/65", "2001:db8::8000:0:0:0", false), ("2001:db8::/65", "2001:db8::7fff:0:0:0", true),
    ])
    func `a network contains its addresses`(network: String, address: String, isInside: Bool) throws {
        let address = try #require(IPAddress(address))
        #expect(try #require(IPNetwork(network)).contains(address) == isInside)
    }

    @Test(arguments: ["", "1.2.3.4\0", "::1\0", "1.2.3.4 ", "1.2.3", "fe80::1%eth0", "[::1]", "１.2.3.4"])
    func `what is no address is refused`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: ["", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "2001:db8::/129", "a/8", "10.0.0/8"])
    func `what is no network is refused`(text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test(
        arguments: [
            ("203.0.113.9", nil, "203.0.113.9", nil),
            ("198.51.100.1, 203.0.113.9", "https", "203.0.113.9", true),
            ("203.0.113.9, 10.0.0.7", "http", "203.0.113.9", false),
            ("203.0.113.9, 10.0.0.7, 10.0.0.8", "http, HTTPS", "203.0.113.9", true),
            ("10.0.0.6, 10.0.0.7", nil, "10.0.0.6", nil),
            ("203.0.113.9, nonsense, 10.0.0.7", nil, "10.0.0.7", nil),
            ("203.0.113.9, nonsense", nil, nil, nil),
            ("203.0.113.9:4711", nil, "203.0.113.9", nil),
            ("2001:DB8::1", nil, "2001:db8::1", nil),
            ("[2001:db8::1]:4711", nil, "2001:db8::1", nil),
            // U+0600 and U+0301 make one character with the comma behind or before them.
            ("198.51.100.1\u{600}, 203.0.113.9", "x\u{600},https", "203.0.113.9", true),
            ("198.51.100.1,\u{301}, 203.0.113.9", nil, "203.0.113.9", nil),
            ("203.0.113.9, ,, ", nil, "203.0.113.9", nil),
            (nil, nil, nil, nil),
        ] as [(String?, String?, String?, Bool?)])
    func `the client is the right-most address that is no proxy`(
        forwarded: String?, proto: String?, client: String?, isSecure: Bool?
    ) throws {
        var fields: HTTPFields = ["Forwarded": "for=192.0.2.66;proto=https"]
        fields["X-Forwarded-For"] = forwarded
        fields["X-Forwarded-Proto"] = proto
        let proxies = TrustedProxies(networks: [try #require(IPNetwork("10.0.0.0/8"))])
        let said = proxies.client(fields)
        #expect(said.address?.description == client)
        #expect(said.isSecure == isSecure)
    }

    @Test(
        arguments: [
            ("for=192.0.2.43, for=198.51.100.17;by=203.0.113.60;proto=https;host=example.com", "198.51.100.17", true),
            (#"For="[2001:db8:cafe::17]:4711""#, "2001:db8:cafe::17", nil),
            ("for=unknown", nil, nil),
            ("for=_hidden, for=10.1.2.3", "10.1.2.3", nil),
            ("proto=http", nil, false),
            ("for=198.51.100.17, proto=https", nil, true),
            ("for=198.51.100.17\u{600}, for=203.0.113.9", "203.0.113.9", nil),
            ("for=198.51.100.17\u{600};x, for=203.0.113.9;proto=http", "203.0.113.9", false),
        ] as [(String, String?, Bool?)])
    func `the field of RFC 7239 is read when it is the configured one`(
        forwarded: String, client: String?, isSecure: Bool?
    ) throws {
        let fields: HTTPFields = ["X-Forwarded-For": "192.0.2.66", "Forwarded": forwarded]
        let proxies = TrustedProxies(networks: [try #require(IPNetwork("10.0.0.0/8"))], source: .forwarded)
        let said = proxies.client(fields)
        #expect(said.address?.description == client)
        #expect(said.isSecure == isSecure)
    }

    private static let spoofed =
        "GET /client HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n"
        + "Forwarded: for=203.0.113.10;proto=https\r\nX-Real-IP: 203.0.113.11\r\n"
        + "X_Forwarded_For: 203.0.113.12\r\n\r\n"

    @Test func `CVE-2026-33495, CVE-2026-40575: forwarded fields of an unknown peer are ignored`() async throws {
        try await RunningServer.with { address, _ in
            let answer = try await RunningServer.exchange(address, Self.spoofed).first?.text
            #expect(answer == "127.0.0.1 false")
        }
    }

    @Test func `forwarded fields of a trusted peer are used`() async throws {
        let loopback = try #require(IPNetwork("127.0.0.0/8"))
        try await RunningServer.with(configure: { $0.trustedProxies.networks = [loopback] }) { address, _ in
            let answer = try await RunningServer.exchange(address, Self.spoofed).first?.text
            #expect(answer == "203.0.113.9 true")
        }
    }

    @Test func `CVE-2025-64484, GHSA-w9mr-28mw-j8hg: underscore names are never taken for hyphen names`() async throws {
        let loopback = try #require(IPNetwork("127.0.0.0/8"))
        try await RunningServer.with(configure: { $0.trustedProxies.networks = [loopback] }) { address, _ in
            let request = "GET /client HTTP/1.1\r\nHost: a\r\nX_Forwarded_For: 203.0.113.9\r\n\r\n"
            let answer = try await RunningServer.exchange(address, request).first?.text
            #expect(answer == "127.0.0.1 false")
        }
    }

    /// RFC 9110 §7.6.1: what a request calls hop-by-hop is a matter of proxies, and hides nothing from this server.
    @Test(arguments: ["X-Forwarded-For", "x-forwarded-for, close", "Host, X-Forwarded-For, X-Forwarded-Proto"])
    func `GHSA-w9mr-28mw-j8hg: a request takes no field of a proxy away by calling it hop-by-hop`(
        options: String
    ) async throws {
        let loopback = try #require(IPNetwork("127.0.0.0/8"))
        try await RunningServer.with(configure: { $0.trustedProxies.networks = [loopback] }) { address, _ in
            let request =
                "GET /client HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n"
                + "Connection: \(options)\r\n\r\n"
            let answer = try await RunningServer.exchange(address, request).first?.text
            #expect(answer == "203.0.113.9 true")
        }
    }
}
