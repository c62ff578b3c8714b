internal import FoundationEssentials

/// The one source of the current time. Tests hand out a clock that they move.
package struct WallClock: Sendable {
    private let read: @Sendable () -> Timestamp

    package init(_ read: @escaping @Sendable () -> Timestamp) {
        self.read = read
    }

    /// The machine's clock.
    package static let system = WallClock {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    package func now() -> Timestamp {
        read()
    }
}
