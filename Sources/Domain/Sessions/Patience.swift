internal import Model
package import Platform

/// Waits for the moment in which a check may be made that failed too often before.
package struct Patience: Sendable {
    /// The longest that one request waits in all.
    package static let greatest = Duration.seconds(30)

    private let clock: WallClock
    private let pause: @Sendable (Duration) async -> Void

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

    /// Returns after the moment.
    /// - Parameter waited: what the request has waited so far.
    /// - Throws: `resource_exhausted` when others failed again and again meanwhile.
    func wait(until moment: Timestamp, waited: inout Duration) async throws(DomainError) {
        let rest = moment.since(clock.now())
        guard rest > .zero else { return }
        waited += rest
        guard waited <= Self.greatest else {
            throw DomainError(
                .resourceExhausted, "CHECK-Sl0w1", "Too many failed attempts, try again later",
                retryAfter: max(1, rest.components.seconds))
        }
        await pause(rest)
    }
}
