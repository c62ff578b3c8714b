internal import Dispatch

/// How long something takes, by a clock that nobody sets.
package struct Stopwatch: Sendable {
    private let start: UInt64

    /// Starts it.
    package init() {
        start = DispatchTime.now().uptimeNanoseconds
    }

    /// Since the start.
    package var nanoseconds: Int {
        Int(truncatingIfNeeded: DispatchTime.now().uptimeNanoseconds &- start)
    }
}
