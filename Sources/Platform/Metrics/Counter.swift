internal import Synchronization

/// A number that only grows. To count costs one atomic addition.
package final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    package init() {}

    @inline(__always)
    package func increment() { count.wrappingAdd(1, ordering: .relaxed) }

    package var value: Int { count.load(ordering: .relaxed) }
}

/// A number that grows and shrinks.
package final class Gauge: Sendable {
    private let level = Atomic<Int>(0)

    package init() {}

    @inline(__always)
    package func increment() { level.wrappingAdd(1, ordering: .relaxed) }

    @inline(__always)
    package func decrement() { level.wrappingSubtract(1, ordering: .relaxed) }

    package var value: Int { level.load(ordering: .relaxed) }
}
