internal import Model
internal import Platform
internal import Synchronization
internal import Testing

@Suite("Identifiers")
struct IDGeneratorTests {
    /// A clock that the test moves.
    private final class Hands: Sendable {
        let milliseconds = Mutex<Int64>(1_700_000_000_000)

        var clock: WallClock {
            WallClock { Timestamp(milliseconds: self.milliseconds.withLock { $0 }) }
        }
    }

    @Test func `identifiers grow, also when the clock is set back`() {
        let hands = Hands()
        let ids = IDGenerator(clock: hands.clock)
        var previous: Int64 = 0
        for step in [0, 1, -60_000, 5, 0, 60_000] as [Int64] {
            hands.milliseconds.withLock { $0 += step }
            for _ in 0..<1000 {
                let next = ids.next()
                #expect(next > previous)
                previous = next
            }
        }
    }

    @Test func `time, node and count have their places`() {
        let clock = WallClock { Timestamp(milliseconds: 1_556_496_000_000 + 5) }
        let ids = IDGenerator(clock: clock, node: 3)
        #expect(ids.next() == 5 << 22 | 3 << 8)
        #expect(ids.nextID() == String(5 << 22 | 3 << 8 | 1))
    }

    @Test func `an adopted number has its place, whatever its size`() {
        let clock = WallClock { Timestamp(milliseconds: 1_556_496_000_000 + 5) }
        let ids = IDGenerator(clock: clock)
        ids.adopt(node: 3 + 16384 * 7)
        #expect(ids.next() == 5 << 22 | 3 << 8)
    }

    @Test func `the latest moment is that of the clock or, if it was set back, of the last identifier`() {
        let hands = Hands()
        let ids = IDGenerator(clock: hands.clock)
        let start = Timestamp(milliseconds: 1_700_000_000_000)
        #expect(ids.latestMoment == start)
        _ = ids.next()
        hands.milliseconds.withLock { $0 -= 60_000 }
        #expect(ids.latestMoment == start)
        hands.milliseconds.withLock { $0 += 60_001 }
        #expect(ids.latestMoment == start + .milliseconds(1))
    }

    @Test func `threads and nodes never share an identifier`() async {
        let hands = Hands()
        let nodes = [IDGenerator(clock: hands.clock, node: 1), IDGenerator(clock: hands.clock, node: 2)]
        let all = await withTaskGroup(of: [Int64].self) { group in
            for worker in 0..<8 {
                group.addTask { (0..<5000).map { _ in nodes[worker % 2].next() } }
            }
            return await group.reduce(into: Set<Int64>()) { $0.formUnion($1) }
        }
        #expect(all.count == 40_000)
    }
}
