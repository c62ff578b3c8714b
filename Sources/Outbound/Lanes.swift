internal import Platform
internal import Synchronization

/// A few threads with a handle of libcurl each: libcurl blocks while it works. They are made when they are needed first.
/// What comes when all are busy waits, within a bound.
final class Lanes: Sendable {
    private struct State {
        var idle: [Lane] = []
        /// How many more may be made.
        var spare: Int
        var waiting: [CheckedContinuation<Lane, Never>] = []
    }

    private let state: Mutex<State>
    private let queueLimit: Int

    init(count: Int, queueLimit: Int = 256) {
        state = Mutex(State(spare: count))
        self.queueLimit = queueLimit
    }

    /// Runs a transfer on a free lane. When the task is cancelled, it ends within a second unless the last byte has gone.
    /// - Throws: `.busy` when too many wait already.
    func run<T: Sendable>(
        _ work: @escaping @Sendable (borrowing CurlHandle, Abandonment) -> Result<T, OutboundError>
    ) async throws(OutboundError) -> T {
        guard let lane = await freeLane() else { throw OutboundError(.busy) }
        let abandonment = Abandonment()
        let result = await withTaskCancellationHandler {
            await lane.run { handle in work(handle, abandonment) }
        } onCancel: {
            abandonment.declare()
        }
        giveBack(lane)
        return try result.get()
    }

    private func freeLane() async -> Lane? {
        let isFull = state.withLock { $0.idle.isEmpty && $0.spare == 0 && $0.waiting.count >= queueLimit }
        guard !isFull else { return nil }
        return await withCheckedContinuation { (continuation: CheckedContinuation<Lane, Never>) in
            let lane: Lane? = state.withLock { state in
                if let lane = state.idle.popLast() { return lane }
                if state.spare > 0 {
                    state.spare -= 1
                    return Lane()
                }
                state.waiting.append(continuation)
                return nil
            }
            if let lane { continuation.resume(returning: lane) }
        }
    }

    private func giveBack(_ lane: Lane) {
        let next = state.withLock { state in
            if state.waiting.isEmpty {
                state.idle.append(lane)
                return nil as CheckedContinuation<Lane, Never>?
            }
            return state.waiting.removeFirst()
        }
        next?.resume(returning: lane)
    }
}

/// One thread with its handle.
private final class Lane: Sendable {
    private let thread = WorkerThread()
    private let keeper = Keeper()

    func run<T: Sendable>(
        _ work: @escaping @Sendable (borrowing CurlHandle) -> Result<T, OutboundError>
    ) async -> Result<T, OutboundError> {
        await withCheckedContinuation { continuation in
            thread.async { [keeper] in continuation.resume(returning: keeper.run(work)) }
        }
    }

    // Sendable, because only the closures of the one thread touch the handle.
    private final class Keeper: @unchecked Sendable {
        private var kept: Kept?

        func run<T>(
            _ work: (borrowing CurlHandle) -> Result<T, OutboundError>
        ) -> Result<T, OutboundError> {
            do throws(OutboundError) {
                if let kept { return work(kept.handle) }
                let new = try Kept()
                kept = new
                return work(new.handle)
            } catch {
                return .failure(error)
            }
        }
    }

    private final class Kept {
        let handle: CurlHandle

        init() throws(OutboundError) {
            handle = try CurlHandle()
        }
    }
}
