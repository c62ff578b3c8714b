package import Model
internal import Platform
internal import Storage
internal import Synchronization

/// What became of this process's attempts to tell applications of ended sessions, and what the store held when it looked
/// last.
package final class LogoutStatistics: Sendable {
    package enum Outcome: String, Sendable, CaseIterable {
        case delivered, failed, dead
    }

    private struct State {
        var outcomes: [Outcome: Int] = [:]
        var counts: [LogoutNoticeCount] = []
        var refreshedAt: Timestamp?
    }

    /// How old the numbers of the store may be.
    private static let age = Duration.seconds(15)
    private let state = Mutex(State())

    package init() {}

    /// Attempts since the start.
    package func count(of outcome: Outcome) -> Int {
        state.withLock { $0.outcomes[outcome] ?? 0 }
    }

    /// Notices in the store.
    package func count(of notices: LogoutNotice.State) -> Int64 {
        state.withLock { state in state.counts.first { $0.state == notices }?.count ?? 0 }
    }

    func count(_ outcome: Outcome) {
        state.withLock { $0.outcomes[outcome, default: 0] += 1 }
    }

    func refresh(from database: Database, at now: Timestamp) async throws(DomainError) {
        let isCurrent = state.withLock { state in
            if let last = state.refreshedAt, last <= now, now.since(last) < Self.age { return true }
            state.refreshedAt = now
            return false
        }
        if isCurrent { return }
        let counts = try await database.read { (tx) throws(DomainError) in try tx.countLogoutNotices() }
        state.withLock { $0.counts = counts }
    }
}
