internal import Foundation
internal import HTTP
internal import TLS
internal import TestSupport
internal import Testing

/// The other side is the `openssl` program, so both ends of a handshake are not ours.
@Suite("RFC 9325: TLS")
struct TLSTests {
    /// A folder with a self-signed certificate and its key.
    struct Identity {
        let folder: URL

        var certificate: String { folder.appendingPathComponent("certificate.pem").path }
        var key: String { folder.appendingPathComponent("key.pem").path }

        init(_ name: String, in folder: URL? = nil) async throws {
            self.folder =
                folder
                ?? FileManager.default.temporaryDirectory.appendingPathComponent("alcazar-tls-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
            let output = try await Tool.openssl([
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                "/CN=\(name)", "-keyout", key, "-out", certificate,
            ])
            try #require(FileManager.default.fileExists(atPath: certificate), "\(output)")
        }

        func remove() {
            // What remains lies in the folder for temporary files.
            try? FileManager.default.removeItem(at: folder)
        }
    }

    enum Tool {
        static func openssl(_ arguments: [String], input: String = "") async throws -> String {
            let run = try await ChildProcess.run("timeout", ["20", "openssl"] + arguments, input: input)
            return run.output + run.error
        }
    }

    private static let get = "GET /client HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    private func connect(_ address: ListenAddress, _ options: [String]) async throws -> String {
        try await Tool.openssl(
            ["s_client", "-connect", address.description, "-ign_eof"] + options, input: Self.get)
    }

    private func withServer<Value>(_ body: (ListenAddress, TLSContext, Identity) async throws -> Value) async throws
        -> Value
    {
        let identity = try await Identity("first.example")
        defer { identity.remove() }
        let context = try TLSContext(certificateChain: identity.certificate, privateKey: identity.key)
        return try await RunningServer.with(tls: context) { address, _ in
            try await body(address, context, identity)
        }
    }

    @Test(arguments: [
        (["-tls1_3"], "TLSv1.3"), (["-tls1_2"], "TLSv1.2"),
        (["-tls1_2", "-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305"], "TLSv1.2"),
        (["-tls1_3", "-alpn", "h2,http/1.1"], "ALPN protocol: http/1.1"),
    ])
    func `a request is served and marked as secure`(options: [String], expected: String) async throws {
        try await withServer { address, _, _ in
            let output = try await connect(address, options)
            #expect(output.contains(expected))
            #expect(output.contains("HTTP/1.1 200 OK"))
            #expect(output.contains("127.0.0.1 true"))
        }
    }

    @Test(arguments: [
        ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"], ["-tls1", "-cipher", "DEFAULT@SECLEVEL=0"],
        ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA256"], ["-tls1_2", "-cipher", "AES128-GCM-SHA256"],
        ["-tls1_3", "-alpn", "h2"],
    ])
    func `an old version, a weak cipher or another protocol is refused`(options: [String]) async throws {
        try await withServer { address, _, _ in
            let output = try await connect(address, options)
            #expect(!output.contains("HTTP/1.1"))
            #expect(output.contains("alert"))
        }
    }

    @Test func `renegotiation is refused`() async throws {
        try await withServer { address, _, _ in
            let output = try await Tool.openssl(
                ["s_client", "-connect", address.description, "-tls1_2"], input: "R\n" + Self.get)
            #expect(!output.contains("HTTP/1.1 200"))
        }
    }

    @Test func `plain text on a TLS port is not answered`() async throws {
        try await withServer { address, _, _ in
            let client = try await RawClient.connect(to: address)
            try await client.send(Self.get)
            let answer = (try? await client.readToEnd()) ?? []
            #expect(!String(decoding: answer, as: UTF8.self).contains("HTTP"))
        }
    }

    @Test func `a handshake that does not come is given up`() async throws {
        let identity = try await Identity("first.example")
        defer { identity.remove() }
        let context = try TLSContext(certificateChain: identity.certificate, privateKey: identity.key)
        try await RunningServer.with(tls: context, configure: { $0.timeouts.header = .milliseconds(80) }) {
            address, _ in
            let client = try await RawClient.connect(to: address)
            #expect(try await client.readToEnd().isEmpty)
        }
    }

    @Test func `new connections use a reloaded certificate, and a bad one changes nothing`() async throws {
        try await withServer { address, context, identity in
            #expect(try await connect(address, []).contains("first.example"))
            _ = try await Identity("second.example", in: identity.folder)
            #expect(try await connect(address, []).contains("first.example"))
            try context.reload()
            #expect(try await connect(address, []).contains("second.example"))
            try Data("nonsense".utf8).write(to: URL(fileURLWithPath: identity.certificate))
            #expect(throws: TLSError.self) { try context.reload() }
            #expect(try await connect(address, []).contains("second.example"))
        }
    }

    @Test func `files that cannot be used are told apart`() async throws {
        let identity = try await Identity("first.example")
        let other = try await Identity("other.example")
        defer {
            identity.remove()
            other.remove()
        }
        let missing = identity.folder.appendingPathComponent("missing.pem").path
        let encrypted = identity.folder.appendingPathComponent("encrypted.pem").path
        _ = try await Tool.openssl(["ec", "-in", identity.key, "-out", encrypted, "-aes128", "-passout", "pass:x"])
        let cases: [(String, String, TLSError.Kind)] = [
            (missing, identity.key, .unreadableCertificate(path: missing)),
            (identity.key, identity.key, .unreadableCertificate(path: identity.key)),
            (identity.certificate, missing, .unreadableKey(path: missing)),
            (identity.certificate, identity.certificate, .unreadableKey(path: identity.certificate)),
            (identity.certificate, encrypted, .unreadableKey(path: encrypted)),
            (identity.certificate, other.key, .mismatch),
        ]
        for (certificate, key, kind) in cases {
            let error = #expect(throws: TLSError.self) {
                try TLSContext(certificateChain: certificate, privateKey: key)
            }
            #expect(error?.kind == kind)
        }
    }

    @Test func `a large response over TLS arrives whole`() async throws {
        try await withServer { address, _, _ in
            let request = "GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            let output = try await Tool.openssl(
                ["s_client", "-connect", address.description, "-quiet", "-ign_eof"], input: request)
            #expect(output.utf8.count(where: { $0 == UInt8(ascii: "a") }) >= 3_000_000)
        }
    }
}
