internal import FoundationEssentials
internal import Glibc
internal import Postgres
internal import SQL
internal import Synchronization

/// A PostgreSQL of the tests' own: a cluster in a temporary folder, reached over a socket there, started once for the
/// process. It goes away with the process, however that ends: a shell that waits for the end of a stream stops it.
package final class PostgresServer: Sendable {
    package static let shared = Task { try await PostgresServer() }

    private let folder: String
    private let count = Atomic<Int>(0)

    private init() async throws {
        let binaries = try Self.findBinaries()
        folder = "\(FileManager.default.temporaryDirectory.path)/alcazar-postgres-\(getpid())"
        try Self.spawnKeeper(folder, binaries)
        try await waitUntilItAnswers()
    }

    private func url(schema: String, database: String = "postgres") -> String {
        "postgres:///\(database)?host=\(folder)&user=alcazar&options=-csearch_path%3D\(schema)"
    }

    /// A schema that nobody else uses. Its connections bear its name.
    package func makeSchema(in database: String = "postgres") throws -> PostgresSchema {
        let name = "s\(count.wrappingAdd(1, ordering: .relaxed).newValue)"
        try run("CREATE SCHEMA \(name)", in: database)
        return PostgresSchema(name: name, url: "\(url(schema: name, database: database))&application_name=\(name)")
    }

    /// Runs statements as the owner of everything.
    package func run(_ script: String, in database: String = "postgres") throws {
        let connection = try PostgresDriver(url: url(schema: "public", database: database)).connect()
        try connection.beginMigration()
        try connection.run(script: script)
        try connection.commit()
    }

    private func waitUntilItAnswers() async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(60)
        while true {
            do throws(SQLError) {
                _ = try PostgresDriver(url: url(schema: "public")).connect()
                return
            } catch {
                let isOver = FileManager.default.fileExists(atPath: "\(folder).failed")
                guard !isOver, clock.now < deadline else { throw NotStarted(description: error.message) }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    /// The newest version that Debian's packages have put where they put it, or whatever is in the PATH.
    private static func findBinaries() throws -> String {
        let root = "/usr/lib/postgresql"
        // Without the folder there are no versions in it.
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let packaged = versions.compactMap { Int($0) }.sorted(by: >).map { "\(root)/\($0)/bin" }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let found = (packaged + path.split(separator: ":").map(String.init)).first { folder in
            ["initdb", "postgres"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)") }
        }
        guard let found else {
            throw NotStarted(description: "PostgreSQL is not installed: run .ci/setup, or apt-get install postgresql")
        }
        return found
    }

    /// The server does not run as root. Its default collation is one that sorts as people do, so that a test notices
    /// where the store forgets to say that it sorts bytes.
    private static let keeper = """
        fail() { cat "$folder"/*.log >&2; touch "$folder.failed"; exit 1; }
        folder=$1 bin=$2
        umask 077
        mkdir "$folder" || exit 1
        cd "$folder"
        "$bin/initdb" -D data -U alcazar -A trust -E UTF8 --no-sync --locale=C.UTF-8 --locale-provider=icu \\
            --icu-locale=en-US >initdb.log 2>&1 || fail
        "$bin/postgres" -D data -k "$folder" -c listen_addresses= -c max_connections=300 -c shared_buffers=64MB \\
            -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off -c max_wal_size=512MB \\
            -c max_locks_per_transaction=512 >postgres.log 2>&1 &
        server=$!
        cat >/dev/null
        kill -QUIT $server
        wait $server
        cd /
        rm -rf "$folder"
        """

    private static func spawnKeeper(_ folder: String, _ binaries: String) throws {
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw NotStarted(description: "no sockets") }
        let user = unsafe getpwnam("postgres") == nil ? "nobody" : "postgres"
        let prefix = geteuid() == 0 ? ["runuser", "-u", user, "--"] : []
        let command = prefix + ["sh", "-c", keeper, "keeper", folder, binaries]
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        let argv = unsafe command.map { unsafe strdup($0) } + [nil]
        defer { unsafe argv.forEach { unsafe free($0) } }
        var id: pid_t = 0
        guard unsafe posix_spawnp(&id, command[0], &actions, nil, argv, environ) == 0 else {
            throw NotStarted(description: "\(command[0]) cannot be run")
        }
        // The other end stays open as long as this process lives.
        close(ends[0])
    }

    package struct NotStarted: Error, CustomStringConvertible {
        package let description: String
    }
}

/// A schema in the database of the tests, with the tables of one store.
package final class PostgresSchema: Sendable {
    package let name: String
    package let url: String

    init(name: String, url: String) {
        self.name = name
        self.url = url
    }
}
