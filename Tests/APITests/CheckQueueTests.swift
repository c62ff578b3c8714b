internal import Model
internal import Platform
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import Domain

@Suite("Checks that failed too often: who waits, and for how long")
struct CheckQueueTests {
    private static let check = CheckQueue.Check(subject: .user("minnie"), kind: .password)
    private static let (home, elsewhere) = (ClientNetwork(address: "192.0.2.1"), ClientNetwork(address: "192.0.2.2"))

    private let clock = TestClock()
    private let pauses = Journal<Duration>()
    private let patience: Patience

    private final class Journal<Entry: Sendable>: Sendable {
        private let entries = Mutex<[Entry]>([])

        var all: [Entry] { entries.withLock { $0 } }

        func append(_ entry: Entry) { entries.withLock { $0.append(entry) } }
    }

    init() {
        patience = Patience(clock: clock.wallClock) { [pauses] duration in
            // Who waits for those before looks again and again.
            guard duration < .seconds(1) else { return pauses.append(duration) }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    /// As many failures as slow guesses down most, the last one just now.
    private var failed: FailedChecks { FailedChecks(count: 50, nextAt: clock.now + .seconds(10)) }

    private func refusal(
        of turn: consuming Patience.Turn, from network: ClientNetwork?
    ) async -> DomainError? {
        var turn = turn
        do throws(DomainError) {
            try await turn.wait(for: Self.check, failed, from: network)
            return nil
        } catch {
            return error
        }
    }

    @Test func `turns come in the order in which they were asked for`() async throws {
        let order = Journal<Int>()
        var first: Patience.Turn? = patience.turn()
        try await first?.wait(for: Self.check, failed, from: Self.elsewhere)
        try await withThrowingTaskGroup { group in
            for (number, network) in [(2, Self.home), (3, nil)] {
                let pausing = pauses.all.count
                group.addTask {
                    var turn = patience.turn()
                    try await turn.wait(for: Self.check, failed, from: network)
                    order.append(number)
                }
                #expect(await eventually { pauses.all.count > pausing })
            }
            let refused = await refusal(of: patience.turn(), from: nil)
            #expect(refused?.id == "CHECK-Sl0w1")
            #expect(refused?.retryAfter == 40)
            #expect(order.all.isEmpty)
            first = nil
            try await group.waitForAll()
        }
        #expect(order.all == [2, 3])
        #expect(pauses.all == [.seconds(10), .seconds(20), .seconds(30)])
    }

    @Test func `of one network one request waits, so that guessing from there keeps nobody else out`() async throws {
        var guess: Patience.Turn? = patience.turn()
        try await guess?.wait(for: Self.check, failed, from: Self.elsewhere)
        for _ in 0..<100 {
            #expect(await refusal(of: patience.turn(), from: Self.elsewhere)?.id == "CHECK-Sl0w1")
        }
        async let owner = refusal(of: patience.turn(), from: Self.home)
        #expect(await eventually { pauses.all.count > 1 })
        guess = nil
        #expect(await owner == nil)
        #expect(pauses.all == [.seconds(10), .seconds(20)])
    }

    @Test func `whoever gives up leaves the place to others`() async throws {
        for _ in 0..<10 { #expect(await refusal(of: patience.turn(), from: Self.elsewhere) == nil) }
        #expect(pauses.all == Array(repeating: .seconds(10), count: 10))
    }

    @Test func `other users, and other checks of the user, are in nobody's way`() async throws {
        var guess = patience.turn()
        try await guess.wait(for: Self.check, failed, from: Self.home)
        var other = patience.turn()
        var code = patience.turn()
        try await other.wait(for: CheckQueue.Check(subject: .user("mickey"), kind: .password), .none, from: Self.home)
        try await code.wait(for: CheckQueue.Check(subject: .user("minnie"), kind: .totp), .none, from: Self.home)
        #expect(pauses.all == [.seconds(10)])
    }

    @Test func `who has waited goes on waiting for a check that failed meanwhile`() async throws {
        var turn = patience.turn()
        for _ in 0..<4 {
            try await turn.wait(for: Self.check, failed, from: Self.home)
            clock.advance(by: .seconds(10))
        }
        #expect(pauses.all == Array(repeating: .seconds(10), count: 4))
        #expect(await refusal(of: turn, from: Self.home)?.id == "CHECK-Sl0w1")
    }
}
