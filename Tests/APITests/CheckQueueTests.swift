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
    private let pauses = Pauses()
    private let patience: Patience

    private final class Pauses: Sendable {
        private let durations = Mutex<[Duration]>([])

        var all: [Duration] { durations.withLock { $0 } }

        func append(_ duration: Duration) { durations.withLock { $0.append(duration) } }
    }

    init() {
        patience = Patience(clock: clock.wallClock) { [pauses] in pauses.append($0) }
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
        var first = patience.turn()
        var second = patience.turn()
        var third = patience.turn()
        try await first.wait(for: Self.check, failed, from: Self.elsewhere)
        try await second.wait(for: Self.check, failed, from: Self.home)
        try await third.wait(for: Self.check, failed)
        #expect(pauses.all == [.seconds(10), .seconds(20), .seconds(30)])
        let refused = await refusal(of: patience.turn(), from: nil)
        #expect(refused?.id == "CHECK-Sl0w1")
        #expect(refused?.retryAfter == 40)
    }

    @Test func `of one network one request waits, so that guessing from there keeps nobody else out`() async throws {
        var guess = patience.turn()
        try await guess.wait(for: Self.check, failed, from: Self.elsewhere)
        for _ in 0..<100 {
            #expect(await refusal(of: patience.turn(), from: Self.elsewhere)?.id == "CHECK-Sl0w1")
        }
        var owner = patience.turn()
        try await owner.wait(for: Self.check, failed, from: Self.home)
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
        try await turn.wait(for: Self.check, failed, from: Self.home)
        clock.advance(by: .seconds(10))
        try await turn.wait(for: Self.check, failed, from: Self.home)
        clock.advance(by: .seconds(10))
        try await turn.wait(for: Self.check, failed, from: Self.home)
        clock.advance(by: .seconds(10))
        #expect(pauses.all == Array(repeating: .seconds(10), count: 3))
        #expect(await refusal(of: turn, from: Self.home)?.id == "CHECK-Sl0w1")
    }
}
