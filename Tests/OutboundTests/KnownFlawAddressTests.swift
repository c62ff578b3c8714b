internal import FoundationEssentials
internal import Outbound
internal import TestSupport
internal import Testing

@Suite("Known flaws of others: requests into one's own network")
struct KnownFlawAddressTests {
    /// CVE-2025-67494, CVE-2026-27945, CVE-2026-55671, CVE-2024-49753: a server could be sent to its own network.
    @Test(arguments: [
        "127.0.0.1", "localhost", "LOCALHOST", "localhost.", "a.localhost", "[::1]", "[::]", "0.0.0.0", "127.1",
        "2130706433",
        "0x7f000001", "0177.0.0.1", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "10.0.0.1", "172.16.0.1", "172.31.255.255",
        "192.168.0.1", "169.254.169.254", "100.64.0.1", "198.18.0.1", "[fe80::1]", "[fc00::1]", "[fd12:3456::1]",
        "224.0.0.1",
        "255.255.255.255", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    ])
    func `CVE-2025-67494, CVE-2026-27945: an address of a private network is not called`(host: String) async throws {
        try await WebServer.with { server in
            let client = HTTPClient(.publicNetwork(), connections: 1)
            await #expect(throws: OutboundError(.denied)) {
                try await client.send(WebRequest(.get, server.url("/status/200", host: host)))
            }
        }
    }

    /// A name of this machine that is not written like one.
    private static let innocentName: String? = {
        // A machine without the file has no such name.
        let hosts = (try? String(contentsOf: URL(filePath: "/etc/hosts"), encoding: .utf8)) ?? ""
        let inside: Set<Substring> = ["127.0.0.1", "127.0.1.1", "::1"]
        for line in hosts.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let address = words.first, inside.contains(address) else { continue }
            for name in words.dropFirst() where !name.hasPrefix("localhost") { return String(name) }
        }
        return nil
    }()

    @Test(.enabled(if: innocentName != nil))
    func `CVE-2026-55671: a public name that leads inside is noticed when it is called`() async throws {
        let name = try #require(Self.innocentName)
        try await WebServer.with { server in
            let error = await #expect(throws: OutboundError.self) {
                try await HTTPClient(.publicNetwork(), connections: 1).send(
                    WebRequest(.get, server.url("/status/200", host: name)))
            }
            #expect(error?.kind == .denied)
        }
    }

    @Test func `CVE-2024-49753: what the operator allows is called, and sends nobody elsewhere`() async throws {
        try await WebServer.with { server in
            var limits = HTTPClient.Limits()
            limits.redirects = 5
            let client = HTTPClient(.publicNetwork(except: ["127.0.0.1"]), connections: 1, limits: limits)
            let answer = try await client.send(WebRequest(.get, server.url("/status/200")))
            #expect(answer.status == 200)
            let redirect = try await client.send(WebRequest(.get, server.url("/to/localhost")))
            #expect(redirect.status == 302)
            await #expect(throws: OutboundError(.denied)) {
                try await client.send(WebRequest(.get, server.url("/status/200", host: "localhost")))
            }
        }
    }
}
