internal import Synchronization

/// What the clients of a load were told, to be compared with what the store has.
final class Ledger: Sendable {
    struct Token: Sendable, Hashable {
        let text: String
        let machine: Int
    }

    /// A value that one client alone writes, and that only grows.
    struct Entry: Sendable {
        var acknowledged = 0
        var attempted = 0
    }

    struct Counts: Sendable {
        /// Changes that were answered with 200.
        var acknowledged = 0
        /// Introspections that were answered with 200.
        var introspected = 0
        /// 503 with `Retry-After`.
        var unavailable = 0
        /// No answer: nobody listened, or the connection ended.
        var unanswered = 0
        var wronglyActive = 0
        var wronglyInactive = 0
        /// Every other answer, by what was asked; there must be none.
        var unexpected: [String: Int] = [:]
    }

    private struct State {
        var counts = Counts()
        var users: Set<String> = []
        var metadata: [String: Entry] = [:]
        var live: [Token] = []
        /// Revocations that were answered with 200.
        var revoked: [Token] = []
        var unverified = 0
    }

    private let state = Mutex(State())

    var counts: Counts { state.withLock(\.counts) }
    var users: Set<String> { state.withLock(\.users) }
    var metadata: [String: Entry] { state.withLock(\.metadata) }
    var liveTokens: [Token] { state.withLock(\.live) }

    /// The tokens that were revoked since this was asked last, and some of those before.
    func revokedTokens(sample: Int) -> [Token] {
        state.withLock { state in
            let old = (0..<min(sample, state.unverified)).map { _ in state.revoked[.random(in: 0..<state.unverified)] }
            defer { state.unverified = state.revoked.count }
            return old + state.revoked[state.unverified...]
        }
    }

    func count(_ change: (inout Counts) -> Void) {
        state.withLock { change(&$0.counts) }
    }

    func created(_ user: String) {
        state.withLock { state in
            state.counts.acknowledged += 1
            state.users.insert(user)
        }
    }

    /// The next value of an entry.
    func attempt(_ key: String) -> Int {
        state.withLock { state in
            state.metadata[key, default: Entry()].attempted += 1
            return state.metadata[key, default: Entry()].attempted
        }
    }

    func acknowledge(_ key: String, _ value: Int) {
        state.withLock { state in
            state.counts.acknowledged += 1
            state.metadata[key, default: Entry()].acknowledged = value
        }
    }

    func issued(_ token: Token) {
        state.withLock { $0.live.append(token) }
    }

    /// A token that is about to be revoked: from now on nothing is known of it, until the answer comes.
    func takeLiveToken() -> Token? {
        state.withLock { state in
            guard state.live.count > 20 else { return nil }
            return state.live.remove(at: .random(in: state.live.indices))
        }
    }

    func revoked(_ token: Token) {
        state.withLock { state in
            state.counts.acknowledged += 1
            state.revoked.append(token)
        }
    }

    /// A token for a reader, and whether it is known to be revoked.
    func anyToken() -> (token: Token, isRevoked: Bool)? {
        state.withLock { state in
            let isRevoked = Bool.random()
            guard let token = isRevoked ? state.revoked.randomElement() : state.live.randomElement() else { return nil }
            return (token, isRevoked)
        }
    }

    func isLive(_ token: Token) -> Bool {
        state.withLock { $0.live.contains(token) }
    }
}
