internal import Foundation
internal import Postgres
internal import SQL
internal import Synchronization
internal import TestSupport

/// A PostgreSQL that a test stops, kills and starts again. Unlike the one that all tests share it keeps what it has
/// acknowledged.
final class PostgresCluster: Sendable {
    private let directory: TemporaryDirectory
    private let binaries: String
    private let process = Mutex(ChildProcess?.none)
    private let watch: ChildProcess

    init() async throws {
        directory = try TemporaryDirectory()
        binaries = try PostgresServer.findBinaries()
        // Whoever ends this process without a word ends the server, too.
        watch = try ChildProcess(
            "sh", ["-c", Self.watcher, "watch", "\(getpid())", directory.path],
            environment: ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin"])
        if geteuid() == 0 {
            _ = try await ChildProcess.run("chown", [Self.user, directory.path])
        }
        let made = try await ChildProcess.run(
            command[0],
            command.dropFirst() + [
                "\(binaries)/initdb", "-D", "\(directory.path)/data", "-U", "alcazar", "-A", "trust", "-E", "UTF8",
                "--no-sync", "--locale=C.UTF-8",
            ])
        guard made.status == 0 else { throw NotStarted(reason: made.error) }
        try await start()
    }

    deinit {
        process.withLock { process in
            process?.signal(SIGQUIT)
            process?.wait()
        }
        watch.signal(SIGKILL)
        watch.wait()
    }

    var url: String { "postgres:///postgres?host=\(directory.path)&user=alcazar" }

    /// - Parameter signal: `SIGINT` for a fast stop, `SIGKILL` for the death of the server's first process.
    func end(_ signal: Int32) async {
        await onThread {
            self.process.withLock { process in
                process?.signal(signal)
                process?.wait()
                process = nil
            }
        }
    }

    /// Kills one of the processes that serve connections; the server then ends all of them and recovers by itself.
    func killOneBackend() throws {
        let connection = try PostgresDriver(url: url).connect()
        let cursor = try connection.open(
            """
            SELECT pid FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1
            """, [])
        guard try cursor.next(), let id = try cursor.integer("pid") else { return }
        Foundation.kill(pid_t(id), SIGKILL)
    }

    /// Starts the server and waits until it answers. After a kill its memory is in use until the last of its processes
    /// has noticed; it then refuses to start, and is started again.
    func start() async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let process = try ChildProcess(
                command[0],
                command.dropFirst() + [
                    "\(binaries)/postgres", "-D", "\(directory.path)/data", "-k", directory.path, "-c",
                    "listen_addresses=", "-c", "max_connections=60", "-c", "shared_buffers=32MB",
                ])
            self.process.withLock { $0 = process }
            while process.isRunning {
                if (try? PostgresDriver(url: url).connect()) != nil { return }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        throw NotStarted(reason: process.withLock { $0?.error ?? "" })
    }

    struct NotStarted: Error {
        let reason: String
    }

    private static let user = unsafe getpwnam("postgres") == nil ? "nobody" : "postgres"

    /// PostgreSQL does not run as root. What runs it becomes it, so its number is that of the server.
    private var command: [String] {
        guard geteuid() == 0 else { return ["env"] }
        return ["setpriv", "--reuid=\(Self.user)", "--regid=\(Self.user)", "--clear-groups"]
    }

    private static let watcher = """
        while kill -0 "$1" 2>/dev/null; do sleep 1; done
        kill -QUIT "$(head -n 1 "$2/data/postmaster.pid")"
        rm -rf "$2"
        """
}
