internal import FoundationEssentials
internal import Glibc
internal import Postgres
internal import SQL
internal import Synchronization

/// A PostgreSQL of the tests' own: a cluster in a temporary folder, reached over a socket there, started once for the
/// process. It goes away with the process, however that ends: a shell that waits for the end of a stream stops it.
package final class PostgresServer: Sendable {
    package static let shared = Task { try await PostgresServer() }

    /// Few, because a test that measures time should not wait for those beside it.
    private static let placeLimit = 12

    private struct Places {
        var taken = 0
        var used: [String] = []
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let folder: String
    private let count = Atomic<Int>(0)
    private let places = Mutex(Places())

    private init() async throws {
        let binaries = try Self.findBinaries()
        folder = "\(FileManager.default.temporaryDirectory.path)/alcazar-postgres-\(getpid())"
        try Self.spawnKeeper(folder, binaries)
        try await waitUntilItAnswers()
    }

    private func url(_ schema: String, database: String = "postgres", user: String = "service") -> String {
        "postgres:///\(database)?host=\(folder)&user=\(user)&options=-csearch_path%3D\(schema)&application_name=\(schema)"
    }

    /// A schema that nobody else uses. Its connections bear its name.
    package func makeSchema(in database: String = "postgres") throws -> PostgresSchema {
        lease(try createSchema(in: database), in: database, isUsedAgain: false)
    }

    /// A schema that may have the tables of the service, empty, from one that is no longer used: emptying is quicker
    /// than making.
    func makeServiceSchema() throws -> PostgresSchema {
        guard let used = places.withLock({ $0.used.popLast() }) else {
            return lease(try createSchema(in: "postgres"), in: "postgres", isUsedAgain: true)
        }
        try run(
            """
            DO $$ DECLARE target text; BEGIN
                FOR target IN
                    SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
                    WHERE schemaname = '\(used)' AND tablename <> 'schema_migrations'
                LOOP EXECUTE 'DELETE FROM ' || target; END LOOP;
            END $$
            """)
        return lease(used, in: "postgres", isUsedAgain: true)
    }

    private func createSchema(in database: String) throws -> String {
        let name = "s\(count.wrappingAdd(1, ordering: .relaxed).newValue)"
        try run("CREATE SCHEMA \(name) AUTHORIZATION service", in: database)
        return name
    }

    private func lease(_ name: String, in database: String, isUsedAgain: Bool) -> PostgresSchema {
        places.withLock { $0.taken += 1 }
        return PostgresSchema(name: name, url: url(name, database: database), isUsedAgain: isUsedAgain) {
            [weak self] in self?.release($0)
        }
    }

    /// Waits until there are few enough stores at once, which keeps the number of connections in bounds.
    func waitForRoom() async {
        await withCheckedContinuation { continuation in
            let isFree = places.withLock { places in
                guard places.taken >= Self.placeLimit else { return true }
                places.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func release(_ used: String?) {
        let next = places.withLock { places in
            if let used { places.used.append(used) }
            places.taken -= 1
            return places.taken < Self.placeLimit ? places.waiting.popLast() : nil
        }
        next?.resume()
    }

    /// Runs statements as the owner of everything.
    package func run(_ script: String, in database: String = "postgres") throws {
        let connection = try PostgresDriver(url: url("public", database: database, user: "alcazar")).connect()
        try connection.beginMigration()
        try connection.run(script: script)
        try connection.commit()
    }

    private func waitUntilItAnswers() async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(60)
        while true {
            do throws(SQLError) {
                _ = try PostgresDriver(url: url("public", user: "alcazar")).connect()
                break
            } catch {
                let isOver = FileManager.default.fileExists(atPath: "\(folder).failed")
                guard !isOver, clock.now < deadline else { throw NotStarted(description: error.message) }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        try run("CREATE ROLE service LOGIN")
    }

    /// The newest version that Debian's packages have put where they put it, or whatever is in the PATH.
    package static func findBinaries() throws -> String {
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
            -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_wal_size=512MB \\
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

extension PostgresServer {
    /// Each change of a table of the schema ends as it does when the server cannot write its files, or does not.
    func setDiskWritable(_ isWritable: Bool, _ schema: PostgresSchema) throws {
        let change =
            isWritable
            ? "DROP TRIGGER broken ON %s"
            : "CREATE TRIGGER broken BEFORE INSERT OR UPDATE OR DELETE ON %s "
                + "FOR EACH STATEMENT EXECUTE FUNCTION \(schema.name).fail()"
        try run(
            """
            CREATE OR REPLACE FUNCTION \(schema.name).fail() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN RAISE EXCEPTION USING ERRCODE = ''58030'', MESSAGE = ''could not write''; END';
            GRANT EXECUTE ON FUNCTION \(schema.name).fail() TO service;
            DO $$ DECLARE target text; BEGIN
                FOR target IN
                    SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = '\(schema.name)'
                LOOP EXECUTE format('\(change)', target); END LOOP;
            END $$
            """)
    }
}

/// A schema in the database of the tests, for one store.
package final class PostgresSchema: Sendable {
    package let name: String
    package let url: String
    private let isUsedAgain: Atomic<Bool>
    private let release: @Sendable (String?) -> Void

    init(name: String, url: String, isUsedAgain: Bool, release: @escaping @Sendable (String?) -> Void) {
        self.name = name
        self.url = url
        self.isUsedAgain = Atomic(isUsedAgain)
        self.release = release
    }

    func keepToItself() {
        isUsedAgain.store(false, ordering: .relaxed)
    }

    deinit { release(isUsedAgain.load(ordering: .relaxed) ? name : nil) }
}
