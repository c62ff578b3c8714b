internal import FoundationEssentials
internal import Platform
internal import TestSupport

/// Apache with two modules of other make: `mod_auth_openidc` signs people in on `/people/`, and `mod_oauth2` lets programs
/// with a token in on `/api/`. It ends with this object.
final class ApacheServer: Sendable {
    let origin: String
    /// Of both clients.
    let projectID: String
    private let folder: TemporaryDirectory
    private let process: ChildProcess

    /// How the service knows Apache.
    struct Clients: Sendable {
        let id: String
        let secret: String
        let apiID: String
        let apiSecret: String
    }

    static func callback(_ origin: String) -> String { "\(origin)/people/callback" }
    static func signedOut(_ origin: String) -> String { "\(origin)/signed-out.html" }

    init(port: UInt16, issuer: String, projectID: String, _ clients: Clients) async throws {
        origin = "http://localhost:\(port)"
        self.projectID = projectID
        folder = try TemporaryDirectory()
        try Self.write(folder.path)
        // In one process without children, so that nothing is left behind whatever ends it.
        process = try ChildProcess(
            "apache2", ["-X", "-f", Fixture.path("apache/httpd.conf")],
            environment: [
                "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "FOLDER": folder.path, "PORT": "\(port)", "ISSUER": issuer,
                "CLIENT_ID": clients.id, "CLIENT_SECRET": clients.secret, "API_ID": clients.apiID,
                "API_SECRET": clients.apiSecret,
            ])
        try await waitUntilReady()
    }

    /// What went wrong, in Apache's words.
    var complaints: String {
        let log = FileManager.default.contents(atPath: "\(folder.path)/error.log") ?? Data()
        return String(decoding: log, as: UTF8.self) + process.error
    }

    /// Its pages repeat the claims that the modules hand on.
    private static func write(_ folder: String) throws {
        // As root it becomes somebody who may write nowhere else.
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
        let pages = [
            "people/index.html": """
            <title>People</title><h1><!--#echo var="OIDC_CLAIM_name" --></h1>
            <p><!--#echo var="REMOTE_USER" --></p><i><!--#echo var="OIDC_CLAIM_email" --></i>
            <a href="/people/callback?logout=http%3A%2F%2Flocalhost%3A<!--#echo var="SERVER_PORT" -->%2Fsigned-out.html">
            Sign out</a>
            """,
            "api/index.html":
                "<!--#echo var=\"REMOTE_USER\" --> <!--#echo var=\"OAUTH2_CLAIM_client_id\" -->",
            "signed-out.html": "<title>Signed out</title><h1>Signed out</h1>",
        ]
        for (name, text) in pages {
            let url = URL(filePath: "\(folder)/site/\(name)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
    }

    private func waitUntilReady() async throws {
        for _ in 0..<500 {
            if try await ChildProcess.run("curl", ["-sf", "\(origin)/signed-out.html"]).status == 0 { return }
            guard process.isRunning else { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw NotReady(reason: "apache2 with its modules is needed (.ci/setup test): \(complaints)")
    }

    struct NotReady: Error {
        let reason: String
    }
}
