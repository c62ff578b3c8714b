package import Platform
internal import Synchronization

/// Makes identifiers: positive 63-bit numbers that grow with time and are unique over all nodes.
///
/// 41 bits of milliseconds since 2019-04-29, 14 bits of node, 8 bits of count. The count runs over into the
/// milliseconds, so more than 256 identifiers in one millisecond, or a clock that is set back, only let the numbers
/// run ahead of the clock.
package final class IDGenerator: Sendable {
    private static let epoch: Int64 = 1_556_496_000_000
    private static let countBits: Int64 = 8
    private static let nodeBits: Int64 = 14

    private let clock: WallClock
    private let node: Atomic<Int64>
    /// Milliseconds and count of the last identifier, as one number.
    private let last = Atomic<Int64>(0)

    /// - Parameter node: tells this process from others that write to the same store; 14 bits of it count. Random
    ///   until ``adopt(node:)``.
    package init(clock: WallClock, node: UInt16 = .random(in: 0 ... .max)) {
        self.clock = clock
        self.node = Atomic(Self.place(of: Int64(node)))
    }

    /// Takes the number that the store gave to this process. The store counts starts, so two processes share one only
    /// when more than 16,383 others started between them while both live; and a node that starts again gets another
    /// number, so a clock that was set back meanwhile makes no identifier for the second time.
    package func adopt(node: Int64) {
        self.node.store(Self.place(of: node), ordering: .relaxed)
    }

    private static func place(of node: Int64) -> Int64 {
        node & ((1 << nodeBits) - 1)
    }

    /// The next number; each is greater than the one before.
    package func next() -> Int64 {
        let now = max(0, clock.now().milliseconds - Self.epoch) << Self.countBits
        var previous = last.load(ordering: .relaxed)
        while true {
            let candidate = max(previous + 1, now)
            let result = last.weakCompareExchange(expected: previous, desired: candidate, ordering: .relaxed)
            if result.exchanged { return compose(candidate) }
            previous = result.original
        }
    }

    /// The next number in decimal digits: the form of all identifiers.
    package func nextID() -> String {
        String(next())
    }

    package func nextID<ID: Identifier>(_ type: ID.Type = ID.self) -> ID {
        ID(rawValue: nextID())
    }

    /// No identifier that this process has made is of a later millisecond, wherever the clock was in between.
    package var latestMoment: Timestamp {
        let tick = max(last.load(ordering: .relaxed), max(0, clock.now().milliseconds - Self.epoch) << Self.countBits)
        return Timestamp(milliseconds: (tick >> Self.countBits) + Self.epoch)
    }

    /// The millisecond in which an identifier of this service was made; `nil` for a text that is none.
    package static func moment(of id: String) -> Timestamp? {
        guard let number = Int64(id), number > 0 else { return nil }
        return Timestamp(milliseconds: (number >> (nodeBits + countBits)) + epoch)
    }

    private func compose(_ tick: Int64) -> Int64 {
        let count = tick & ((1 << Self.countBits) - 1)
        let time = (tick >> Self.countBits) & ((1 << 41) - 1)
        return time << (Self.nodeBits + Self.countBits) | node.load(ordering: .relaxed) << Self.countBits | count
    }
}
