internal import Model
internal import Outbound
internal import Platform
internal import Synchronization

/// Where something is looked up, and on whose behalf. What one organization does to an address, such as asking there until
/// it is given up, is no matter of the others.
struct LookupPlace: Sendable, Hashable {
    let address: String
    /// `nil` for the instance.
    let organization: Organization.ID?
}

/// What is looked up at other servers and remembered for a while. Whoever asks while it is being looked up gets the same
/// answer, and so does, for a short while, whoever asks after a failure.
final class Lookups<Value: Sendable>: Sendable {
    typealias Outcome = Result<Value, FederationFault>

    /// For how long nobody is asked who could not answer: what is dead or slow then costs those who ask no time, and what
    /// comes back is missed for no longer.
    private let pause = Duration.seconds(30)

    private struct State {
        var found: Recollection<Value>
        var failed: Recollection<FederationFault>
    }

    private let state: Mutex<State>
    private let flights = SingleFlight<LookupPlace, Outcome>()
    private let clock: WallClock

    /// - Parameter greatestCount: of places that are remembered, and of those that are because they failed.
    init(greatestCount: Int, clock: WallClock) {
        state = Mutex(
            State(
                found: Recollection(greatestCount: greatestCount), failed: Recollection(greatestCount: greatestCount)))
        self.clock = clock
    }

    /// - Parameters:
    ///   - age: from which on what is remembered does no more.
    ///   - deadline: until when the caller waits; `nil` for as long as it takes.
    ///   - look: asks there, for everybody, with the time that this takes.
    func value(
        at place: LookupPlace, youngerThan age: Duration, until deadline: ContinuousClock.Instant? = nil,
        _ look: @escaping @Sendable () async throws(FederationFault) -> Value
    ) async throws(FederationFault) -> Value {
        if let known = known(place, youngerThan: age) { return try known.get() }
        let outcome = await flights.value(of: place, until: deadline) { [self] in
            // Whoever looked until a moment ago has found it.
            if let known = known(place, youngerThan: age) { return known }
            let outcome: Outcome
            do throws(FederationFault) {
                outcome = .success(try await look())
            } catch {
                outcome = .failure(error)
            }
            note(outcome, of: place)
            return outcome
        }
        guard let outcome else { throw .unreachable(Task.isCancelled ? .abandoned : .interrupted) }
        return try outcome.get()
    }

    private func known(_ place: LookupPlace, youngerThan age: Duration) -> Outcome? {
        let now = clock.now()
        return state.withLock { state in
            if let value = state.found.value(of: place, youngerThan: age, at: now) { return .success(value) }
            return state.failed.value(of: place, youngerThan: pause, at: now).map { .failure($0) }
        }
    }

    private func note(_ outcome: Outcome, of place: LookupPlace) {
        let now = clock.now()
        state.withLock { state in
            switch outcome {
            case .success(let value):
                state.found.remember(value, of: place, at: now)
                state.failed.forget(place)
            // Of what is no fault of theirs nobody is accused.
            case .failure(.unreachable(.busy)), .failure(.unreachable(.abandoned)): break
            case .failure(let fault): state.failed.remember(fault, of: place, at: now)
            }
        }
    }
}

/// Values with the moments at which they were found: bounded in number, and the oldest goes first.
private struct Recollection<Value> {
    private var entries: [LookupPlace: (value: Value, time: Timestamp)] = [:]
    private let greatestCount: Int

    init(greatestCount: Int) {
        self.greatestCount = greatestCount
    }

    /// A clock that was set back makes nothing live longer.
    func value(of place: LookupPlace, youngerThan age: Duration, at now: Timestamp) -> Value? {
        guard let entry = entries[place], now >= entry.time, now.since(entry.time) < age else { return nil }
        return entry.value
    }

    mutating func remember(_ value: Value, of place: LookupPlace, at now: Timestamp) {
        entries[place] = (value, now)
        guard entries.count > greatestCount else { return }
        if let oldest = entries.min(by: { $0.value.time < $1.value.time })?.key { entries[oldest] = nil }
    }

    mutating func forget(_ place: LookupPlace) {
        entries[place] = nil
    }
}
