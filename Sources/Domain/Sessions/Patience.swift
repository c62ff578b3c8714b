internal import Model
package import Platform

/// Waits for the moment in which a check may be made that failed too often before.
package struct Patience: Sendable {
    /// A turn that is further away is refused at once.
    package static let greatest = Duration.seconds(30)
    /// The longest that one request waits in all: those before can take longer than it seemed.
    private static let longest = Duration.seconds(45)

    private let clock: WallClock
    private let pause: @Sendable (Duration) async -> Void
    private let queue = CheckQueue()

    /// - Parameter pause: how a task waits; tests move their clock instead.
    package init(
        clock: WallClock,
        pause: @escaping @Sendable (Duration) async -> Void = { duration in
            // A cancelled request does not wait; it is checked again, and refused, all the same.
            try? await Task.sleep(for: duration)
        }
    ) {
        self.clock = clock
        self.pause = pause
    }

    /// One request's wait. Its place in the queue is free again when this goes.
    struct Turn: ~Copyable {
        private let patience: Patience
        private var place: CheckQueue.Place?
        private var waited = Duration.zero

        fileprivate init(_ patience: Patience) {
            self.patience = patience
        }

        deinit {
            if let place { patience.queue.leave(place) }
        }

        /// Returns when a check may be made, after those that wait already.
        /// - Parameter network: whose request it is; `nil` where that is not known.
        /// - Throws: `CHECK-Sl0w1` when that takes too long, or when somebody of the same network waits for the same.
        mutating func wait(
            for check: CheckQueue.Check, _ failed: FailedChecks, from network: ClientNetwork? = nil
        ) async throws(DomainError) {
            let now = patience.clock.now()
            let own: CheckQueue.Place
            if let place {
                own = place
            } else {
                switch patience.queue.join(check, failed, from: network, at: now, until: now + Patience.greatest) {
                case .free: return
                case .refused(let moment): throw .tooManyFailedChecks(retryAfter: moment.since(now))
                case .place(let found): own = found
                }
                place = own
            }
            var rest = max(failed.nextAt, own.moment).since(now)
            while rest > .zero || !patience.queue.isFirst(own) {
                rest = max(rest, Self.step)
                waited += rest
                guard waited <= Patience.longest else { throw .tooManyFailedChecks(retryAfter: rest) }
                await patience.pause(rest)
                rest = .zero
            }
        }

        private static let step = Duration.milliseconds(100)
    }

    func turn() -> Turn { Turn(self) }
}

extension DomainError {
    fileprivate static func tooManyFailedChecks(retryAfter rest: Duration) -> DomainError {
        DomainError(
            .resourceExhausted, "CHECK-Sl0w1", "Too many failed attempts, try again later",
            retryAfter: max(1, rest.components.seconds))
    }
}
