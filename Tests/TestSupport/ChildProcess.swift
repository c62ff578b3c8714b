internal import Dispatch
internal import FoundationEssentials
package import Glibc
internal import Synchronization

/// Another program, run by a test.
///
/// It is spawned directly, because tests start many at once, under signals: Foundation's `Process` does not bear that.
/// Its output goes to files, so it never waits for a reader.
package final class ChildProcess: Sendable {
    package let id: pid_t
    private let folder: TemporaryDirectory
    /// How it ended, once somebody has asked.
    private let ending = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - environment: the whole of it; by default that of the test.
    ///   - directory: where it works; by default where the test does.
    ///   - input: what it reads from standard input.
    package init(
        _ executable: String, _ arguments: [String], environment: [String: String]? = nil,
        in directory: String? = nil, input: String = ""
    ) throws {
        let folder = try TemporaryDirectory()
        self.folder = folder
        try Data(input.utf8).write(to: URL(filePath: "\(folder.path)/input"))
        let command = (directory.map { ["env", "--chdir=\($0)"] } ?? []) + [executable] + arguments
        let own = ProcessInfo.processInfo.environment
        // A sanitizer that the tests run under is in the service too, and is told the same there.
        let options = own.filter { ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key) }
        let variables = environment?.merging(options) { given, _ in given } ?? own
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "\(folder.path)/input", O_RDONLY, 0)
        for (descriptor, name) in [(1, "output"), (2, "error")] as [(Int32, String)] {
            unsafe posix_spawn_file_actions_addopen(
                &actions, descriptor, "\(folder.path)/\(name)", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        }
        let argv = unsafe Self.cStrings(command)
        let envp = unsafe Self.cStrings(variables.map { "\($0.key)=\($0.value)" })
        defer { unsafe (argv + envp).forEach { unsafe free($0) } }
        var id: pid_t = 0
        let code = unsafe posix_spawnp(&id, command[0], &actions, nil, argv, envp)
        guard code == 0 else { throw NotStarted(executable: executable, code: code) }
        self.id = id
    }

    deinit {
        signal(SIGKILL)
        wait()
    }

    /// Runs a program to its end, on a thread of its own.
    package static func run(
        _ executable: String, _ arguments: [String], environment: [String: String]? = nil,
        in directory: String? = nil, input: String = ""
    ) async throws -> (status: Int32, output: String, error: String) {
        let child = try ChildProcess(
            executable, arguments, environment: environment, in: directory, input: input)
        let status = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: child.wait()) }
        }
        return (status, child.output, child.error)
    }

    /// What it has written so far.
    package var output: String { text("output") }
    package var error: String { text("error") }

    package var isRunning: Bool {
        ending.withLock { ending in
            reap(&ending, WNOHANG)
            return ending == nil
        }
    }

    package func signal(_ number: Int32) {
        ending.withLock { ending in
            reap(&ending, WNOHANG)
            if ending == nil { kill(id, number) }
        }
    }

    /// - Returns: the exit code, or the negative number of the signal that ended it.
    @discardableResult
    package func wait() -> Int32 {
        while true {
            var information = unsafe siginfo_t()
            // Not yet reaped here: its number must stay its own until the lock is held.
            unsafe waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT)
            let status = ending.withLock { ending in
                reap(&ending, WNOHANG)
                return ending
            }
            if let status { return status }
        }
    }

    private func reap(_ ending: inout Int32?, _ options: Int32) {
        var status: Int32 = 0
        guard ending == nil, unsafe waitpid(id, &status, options) == id else { return }
        ending = status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
    }

    private func text(_ name: String) -> String {
        let data = FileManager.default.contents(atPath: "\(folder.path)/\(name)") ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    /// - Returns: copies that end with a null pointer, to be freed.
    @unsafe private static func cStrings(_ strings: [String]) -> [UnsafeMutablePointer<CChar>?] {
        unsafe strings.map { unsafe strdup($0) } + [nil]
    }

    package struct NotStarted: Error {
        let executable: String
        let code: Int32
    }
}
