package import Domain
package import Platform
internal import Synchronization

/// A clock that stands still until the test moves it.
package final class TestClock: Sendable {
    private let moment: Mutex<Timestamp>

    /// - Parameter start: by default 2026-01-05T10:00:00Z.
    package init(start: Timestamp = Timestamp(seconds: 1_767_607_200)) {
        moment = Mutex(start)
    }

    package var now: Timestamp { moment.withLock { $0 } }

    package func advance(by duration: Duration) {
        moment.withLock { $0 = $0 + duration }
    }

    package var wallClock: WallClock { WallClock { self.now } }

    /// Waits by moving this clock.
    package var patience: Patience { Patience(clock: wallClock) { self.advance(by: $0) } }
}
