internal import Testing

@testable internal import Outbound

@Suite("Requests to other servers: whose turn it is")
struct LaneQueueTests {
    /// A queue that can be asked within an expectation.
    private final class Queue {
        private var queue: LaneQueue<String>

        init(_ count: Int, longest: Int = 100, longestOfOne: Int = 100) {
            queue = LaneQueue(count: count, longest: longest, longestOfOne: longestOfOne)
        }

        func claim(_ parties: [LaneParty]) -> Lane? { queue.claim(parties) }

        /// - Returns: the ticket; `nil` when too many wait.
        func wait(_ name: String = "", for parties: [LaneParty] = []) -> Int? {
            let ticket = queue.ticket()
            return queue.append(ticket, parties, name) ? ticket : nil
        }

        func leave(_ ticket: Int) -> String? { queue.remove(ticket) }

        /// - Returns: the names of those whose turn it is.
        func giveBack(_ lane: Lane, of parties: [LaneParty] = []) -> [String] {
            queue.giveBack(lane, of: parties).map(\.waiting)
        }
    }

    @Test(arguments: [(1, 1, 1), (2, 1, 1), (3, 1, 1), (4, 2, 1), (8, 4, 2), (32, 16, 8)])
    func `half of the lanes is for one server, a quarter for one principal, and one in any case`(
        count: Int, ofServer: Int, ofPrincipal: Int
    ) {
        #expect(LaneParty.server("a").share(of: count) == ofServer)
        #expect(LaneParty.principal("a").share(of: count) == ofPrincipal)
        for (party, share) in [(LaneParty.server("a"), ofServer), (.principal("a"), ofPrincipal)] {
            let queue = Queue(count)
            let lanes = (0..<count).compactMap { _ in queue.claim([party]) }
            #expect(lanes.count == share)
        }
    }

    @Test func `without a party all lanes can be used`() {
        let queue = Queue(4)
        #expect((0..<5).compactMap { _ in queue.claim([]) }.count == 4)
    }

    @Test func `those who wait are called in the order of coming, past those whose share is used up`() throws {
        let queue = Queue(2)
        let (slow, other) = ([LaneParty.server("slow")], [LaneParty.server("other")])
        let first = try #require(queue.claim(slow))
        let second = try #require(queue.claim(other))
        for (name, parties) in [("s1", slow), ("o1", other), ("s2", slow), ("o2", other)] {
            #expect(queue.claim(parties) == nil)
            #expect(queue.wait(name, for: parties) != nil)
        }
        #expect(queue.giveBack(second, of: other) == ["o1"])
        #expect(queue.giveBack(second, of: other) == ["o2"])
        #expect(queue.giveBack(first, of: slow) == ["s1"])
        #expect(queue.giveBack(first, of: slow) == ["s2"])
    }

    @Test func `who comes does not pass those who wait for the same`() throws {
        let queue = Queue(2)
        let slow = [LaneParty.server("slow")]
        let lane = try #require(queue.claim(slow))
        #expect(queue.wait("first", for: slow) != nil)
        #expect(queue.giveBack(lane, of: slow) == ["first"])
        #expect(queue.claim(slow) == nil)
    }

    @Test func `one lane that comes back can call two`() throws {
        let queue = Queue(4)
        let both = [LaneParty.server("a"), .principal("p")]
        let lane = try #require(queue.claim(both))
        _ = try #require(queue.claim([.server("a")]))
        #expect(queue.wait("of a", for: [.server("a"), .principal("q")]) != nil)
        #expect(queue.wait("of p", for: [.server("b"), .principal("p")]) != nil)
        #expect(queue.giveBack(lane, of: both) == ["of a", "of p"])
    }

    @Test func `who has left is not called`() throws {
        let queue = Queue(1)
        let lane = try #require(queue.claim([]))
        let tickets = try ["first", "second", "third"].map { try #require(queue.wait($0)) }
        #expect(queue.leave(tickets[0]) == "first")
        #expect(queue.leave(tickets[0]) == nil)
        #expect(queue.giveBack(lane) == ["second"])
        #expect(queue.leave(tickets[1]) == nil)
        #expect(queue.giveBack(lane) == ["third"])
        #expect(queue.giveBack(lane).isEmpty)
    }

    @Test func `so many wait, and so many for one party`() {
        let queue = Queue(1, longest: 5, longestOfOne: 2)
        func append(_ parties: [LaneParty]) -> Bool { queue.wait(for: parties) != nil }
        #expect(append([.server("a"), .principal("p")]) && append([.server("a"), .principal("q")]))
        #expect(!append([.server("a"), .principal("r")]))
        #expect(append([.server("b"), .principal("p")]))
        #expect(!append([.server("c"), .principal("p")]))
        #expect(append([.server("c")]) && append([.server("d")]))
        #expect(!append([.server("e")]))
    }
}
