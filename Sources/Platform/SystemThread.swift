internal import Glibc

/// A thread of the operating system.
package enum SystemThread {
    /// Runs the body on a thread of its own, which ends when the body returns.
    /// - Parameter niceness: from 0 to 19; the greater, the more the thread leaves to others while they need the cores.
    package static func start(niceness: Int32 = 0, _ body: @escaping @Sendable () -> Void) {
        let argument = unsafe Unmanaged.passRetained(
            Body {
                // On Linux this is about the calling thread alone. A system that forbids it runs the thread as any other.
                if niceness != 0 { _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness) }
                body()
            }
        ).toOpaque()
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, argument)
        precondition(status == 0, "the system has no thread left")
        pthread_detach(thread)
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }
}
