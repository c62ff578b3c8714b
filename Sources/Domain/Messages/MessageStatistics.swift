package import Model
internal import Platform
internal import Storage
internal import Synchronization

/// What the couriers of this process have done, and what the store held when they looked last.
package final class MessageStatistics: Sendable {
    package enum Outcome: String, Sendable, CaseIterable {
        case sent, failed, dead
    }

    private struct State {
        var outcomes: [Outcome: [MessageChannel: Int]] = [:]
        var counts: [MessageCount] = []
        var refreshedAt: Timestamp?
    }

    /// How old the numbers of the store may be.
    private static let age = Duration.seconds(15)
    private let state = Mutex(State())

    package init() {}

    /// Attempts by outcome, since the start.
    package func count(of outcome: Outcome, _ channel: MessageChannel) -> Int {
        state.withLock { $0.outcomes[outcome]?[channel] ?? 0 }
    }

    /// Messages in the store.
    package func count(of messages: Message.State, _ channel: MessageChannel) -> Int64 {
        state.withLock { state in
            state.counts.first { $0.channel == channel && $0.state == messages }?.count ?? 0
        }
    }

    func count(_ channel: MessageChannel, _ outcome: Outcome) {
        state.withLock { $0.outcomes[outcome, default: [:]][channel, default: 0] += 1 }
    }

    func refresh(from database: Database, at now: Timestamp) async throws(DomainError) {
        let isCurrent = state.withLock { state in
            guard let last = state.refreshedAt, last <= now, now.since(last) < Self.age else {
                state.refreshedAt = now
                return false
            }
            return true
        }
        if isCurrent { return }
        let counts = try await database.read { (tx) throws(DomainError) in try tx.countMessages() }
        state.withLock { $0.counts = counts }
    }
}

/// What was said once already.
final class Warnings: Sendable {
    private let given = Mutex<Set<MessageChannel>>([])

    func isFirst(_ channel: MessageChannel) -> Bool {
        given.withLock { $0.insert(channel).inserted }
    }

    func forget(_ channel: MessageChannel) {
        given.withLock { _ = $0.remove(channel) }
    }
}
