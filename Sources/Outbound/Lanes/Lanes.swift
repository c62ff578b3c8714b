internal import Synchronization

/// A few threads with a handle of libcurl each: libcurl blocks while it works. They are made when they are needed first.
/// What comes when all are busy, or when its parties use their shares, waits within bounds (``LaneQueue``).
final class Lanes: Sendable {
    private typealias Waiting = CheckedContinuation<Result<Lane, OutboundError>, Never>

    private let queue: Mutex<LaneQueue<Waiting>>

    /// - Parameters:
    ///   - longest: how many may wait.
    ///   - longestOfOne: how many may wait of one party.
    init(count: Int, longest: Int = 256, longestOfOne: Int = 64) {
        queue = Mutex(LaneQueue(count: count, longest: longest, longestOfOne: longestOfOne))
    }

    /// Runs a transfer on a free lane. When the task is cancelled, it ends within a second unless the last byte has gone.
    /// - Parameters:
    ///   - parties: whose shares it takes.
    ///   - deadline: until when it may wait; `nil` for as long as it takes.
    /// - Throws: `.busy` when too many wait already, or when the deadline comes before its turn; `.abandoned` when the
    ///   task is cancelled while it waits.
    func run<T: Sendable>(
        for parties: [LaneParty] = [], until deadline: ContinuousClock.Instant? = nil,
        _ work: @escaping @Sendable (borrowing CurlHandle, Abandonment) -> Result<T, OutboundError>
    ) async throws(OutboundError) -> T {
        let lane = try await lane(for: parties, until: deadline)
        let abandonment = Abandonment()
        let result = await withTaskCancellationHandler {
            await lane.run { handle in work(handle, abandonment) }
        } onCancel: {
            abandonment.declare()
        }
        let called = queue.withLock { $0.giveBack(lane, of: parties) }
        for next in called { next.waiting.resume(returning: .success(next.lane)) }
        return try result.get()
    }

    private func lane(
        for parties: [LaneParty], until deadline: ContinuousClock.Instant?
    ) async throws(OutboundError) -> Lane {
        if let lane = queue.withLock({ $0.claim(parties) }) { return lane }
        let ticket = queue.withLock { $0.ticket() }
        let timer = deadline.map { deadline in
            Task {
                // A timer that is cancelled has nothing to do any more.
                guard (try? await Task.sleep(until: deadline, clock: .continuous)) != nil else { return }
                refuse(ticket, .busy)
            }
        }
        defer { timer?.cancel() }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (waiting: Waiting) in
                let answer: Result<Lane, OutboundError>? = queue.withLock { queue in
                    // Timer and cancellation find nobody who does not wait yet, so both are looked at under the lock.
                    if Task.isCancelled { return .failure(OutboundError(.abandoned)) }
                    if let deadline, deadline <= .now { return .failure(OutboundError(.busy)) }
                    if let lane = queue.claim(parties) { return .success(lane) }
                    return queue.append(ticket, parties, waiting) ? nil : .failure(OutboundError(.busy))
                }
                if let answer { waiting.resume(returning: answer) }
            }
        } onCancel: {
            refuse(ticket, .abandoned)
        }
        return try result.get()
    }

    /// Ends a wait. Whoever takes it out of the queue is the one who tells it.
    private func refuse(_ ticket: Int, _ kind: OutboundError.Kind) {
        queue.withLock { $0.remove(ticket) }?.resume(returning: .failure(OutboundError(kind)))
    }
}
