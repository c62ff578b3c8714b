internal import Synchronization

/// Does what several ask for at once for all of them together.
///
/// Whoever is cancelled stops waiting at once, and the others go on. When nobody waits any more, the work is cancelled;
/// but not by those who had no more time for it: what comes of it may help the next one.
final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Flight {
        let number: Int
        let work: Task<Void, Never>
        var waiting: [Int: CheckedContinuation<Value?, Never>]
    }

    private struct State {
        var flights: [Key: Flight] = [:]
        /// Of flights, and of those who wait for them.
        var lastNumber = 0

        mutating func number() -> Int {
            lastNumber += 1
            return lastNumber
        }
    }

    private let state = Mutex(State())

    /// - Parameters:
    ///   - deadline: until when the caller waits; `nil` for as long as it takes.
    ///   - work: done unless it is being done already for this key. What it returns is told to all who wait.
    /// - Returns: `nil` when the task is cancelled first, or the deadline comes.
    func value(
        of key: Key, until deadline: ContinuousClock.Instant? = nil, _ work: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let number = state.withLock { $0.number() }
        let timer = deadline.map { deadline in
            Task {
                // A timer that is cancelled has nothing to do any more.
                guard (try? await Task.sleep(until: deadline, clock: .continuous)) != nil else { return }
                leave(key, number, endsWork: false)
            }
        }
        defer { timer?.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    // Cancellation and timer find nobody who does not wait yet.
                    if Task.isCancelled { return true }
                    if let deadline, deadline <= .now { return true }
                    var flight = state.flights[key] ?? begin(work, for: key, state.number())
                    flight.waiting[number] = continuation
                    state.flights[key] = flight
                    return false
                }
                if isOver { continuation.resume(returning: nil) }
            }
        } onCancel: {
            leave(key, number, endsWork: true)
        }
    }

    private func begin(_ work: @escaping @Sendable () async -> Value, for key: Key, _ number: Int) -> Flight {
        let work = Task { [self] in
            let value = await work()
            for waiting in end(key, number) { waiting.resume(returning: value) }
        }
        return Flight(number: number, work: work, waiting: [:])
    }

    /// - Returns: those who wait for it still. Nobody waits for one that has been cancelled.
    private func end(_ key: Key, _ number: Int) -> [CheckedContinuation<Value?, Never>] {
        state.withLock { state in
            guard let flight = state.flights[key], flight.number == number else { return [] }
            state.flights[key] = nil
            return Array(flight.waiting.values)
        }
    }

    /// - Parameter endsWork: whether the work is cancelled if nobody else waits for it.
    private func leave(_ key: Key, _ number: Int, endsWork: Bool) {
        let (waiting, work) = state.withLock { state in
            let waiting = state.flights[key]?.waiting.removeValue(forKey: number)
            guard endsWork, waiting != nil, let flight = state.flights[key], flight.waiting.isEmpty else {
                return (waiting, nil as Task<Void, Never>?)
            }
            state.flights[key] = nil
            return (waiting, flight.work)
        }
        work?.cancel()
        waiting?.resume(returning: nil)
    }
}
