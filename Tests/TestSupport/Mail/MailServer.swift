package import Platform

/// A mail server of another program, on a port of 127.0.0.1. It ends with this object.
package final class MailServer: Sendable {
    package enum Security: String, Sendable, CaseIterable {
        case none, starttls, implicit
    }

    package let port: Int
    private let process: ChildProcess
    private let certificate: ThrowAwayCertificate?

    /// - Parameters:
    ///   - user: whom the server knows; empty when it takes mail from anybody.
    ///   - port: 0 for one of the system's choice.
    package init(
        _ security: Security = .none, certificate: ThrowAwayCertificate? = nil, user: String = "",
        password: String = "", port: Int = 0
    ) async throws {
        self.certificate = certificate
        var arguments = [Fixture.path("mail/server.py"), "--security", security.rawValue, "--port", "\(port)"]
        if let certificate { arguments += ["--certificate", certificate.path, "--key", certificate.keyPath] }
        if !user.isEmpty { arguments += ["--user", user, "--password", password] }
        process = try await ChildProcess(PythonEnvironment.interpreter(), ["-B"] + arguments)
        self.port = try await Self.port(of: process)
    }

    /// The mails that have arrived so far, as Python's parser understands them.
    package var mails: [JSONValue] {
        get throws {
            try process.output.split(separator: "\n").dropFirst().map { try JSONValue(parsing: Array($0.utf8)) }
        }
    }

    /// Waits until so many mails have arrived.
    package func mails(atLeast count: Int) async throws -> [JSONValue] {
        for _ in 0..<500 {
            let mails = try mails
            if mails.count >= count { return mails }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw NoMail(expected: count, output: process.output, error: process.error)
    }

    /// Ends the server now.
    package func stop() {
        process.signal(9)
        process.wait()
    }

    private static func port(of process: ChildProcess) async throws -> Int {
        for _ in 0..<500 where process.isRunning {
            if let line = process.output.split(separator: "\n").first,
                let port = try JSONValue(parsing: Array(line.utf8))["port"]?.integerValue
            {
                return Int(port)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw NoMail(expected: 0, output: process.output, error: process.error)
    }

    package struct NoMail: Error {
        let expected: Int
        let output: String
        let error: String
    }
}

/// A certificate for localhost that nobody trusts unless told to, made by OpenSSL's own tool.
package final class ThrowAwayCertificate: Sendable {
    private let folder: TemporaryDirectory

    package var path: String { "\(folder.path)/certificate.pem" }
    package var keyPath: String { "\(folder.path)/key.pem" }

    package init() async throws {
        folder = try TemporaryDirectory()
        let result = try await ChildProcess.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", path,
                "-keyout", keyPath,
            ])
        guard result.status == 0 else { throw NotMade(reason: result.error) }
    }

    package struct NotMade: Error {
        let reason: String
    }
}
