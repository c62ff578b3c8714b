internal import Dispatch
internal import Synchronization

/// A thread that carries out work in order, for work that blocks.
///
/// Not a queue of Dispatch: those share as many threads as there are cores, and that all of them are blocked is noticed
/// once a second only. Until then nobody takes up the work of the others.
///
/// The thread ends when its work is done and nobody refers to it any more.
package final class WorkerThread: Sendable {
    private let inbox = Inbox()

    /// - Parameter niceness: see ``SystemThread/start(niceness:_:)``.
    package init(niceness: Int32 = 0) {
        SystemThread.start(niceness: niceness) { [inbox] in inbox.run() }
    }

    deinit { inbox.close() }

    package func async(_ work: @escaping @Sendable () -> Void) {
        inbox.append(work)
    }
}

/// What the thread and those who give it work share.
private final class Inbox: Sendable {
    private struct State {
        var work: [@Sendable () -> Void] = []
        var isClosed = false
    }

    private enum Step {
        case work(@Sendable () -> Void)
        case wait
        case end
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    func append(_ work: @escaping @Sendable () -> Void) {
        state.withLock { $0.work.append(work) }
        arrivals.signal()
    }

    func close() {
        state.withLock { $0.isClosed = true }
        arrivals.signal()
    }

    func run() {
        while true {
            switch next() {
            case .work(let work): work()
            case .wait: arrivals.wait()
            case .end: return
            }
        }
    }

    private func next() -> Step {
        state.withLock { state in
            if !state.work.isEmpty { return .work(state.work.removeFirst()) }
            return state.isClosed ? .end : .wait
        }
    }
}
