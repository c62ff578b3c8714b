internal import Dispatch
internal import Model
internal import Platform
internal import SQL
internal import Synchronization

/// What members ask and tell.
extension Pool {
    private static let firstPause = Duration.milliseconds(100)
    private static let longestPause = Duration.seconds(5)

    /// - Parameter wasWoken: whether this is the first the pool hears of a member that it called.
    func next(for member: PoolMember, wasWoken: Bool) -> PoolState.Assignment {
        let (assignment, summons) = state.withLock { state in
            if wasWoken { state.woken -= 1 }
            let assignment = state.assign(member)
            return (assignment, state.summon())
        }
        call(summons)
        return assignment
    }

    func queriesCarried() {
        state.withLock { $0.querying -= 1 }
    }

    func memberConnected() {
        let wasDown = state.withLock { state in
            defer { state.isDown = false }
            state.connecting -= 1
            state.connected += 1
            state.failures = 0
            state.growsAgain = nil
            return state.isDown
        }
        if wasDown { log.info("the store can be reached again") }
    }

    /// A member that has lost its connection tries to get another, and meanwhile others have to do the work.
    func memberDisconnected(wasWoken: Bool) {
        let summons = state.withLock { state in
            if wasWoken { state.woken -= 1 }
            state.connected -= 1
            state.connecting += 1
            return state.summon()
        }
        call(summons)
    }

    func memberLeft() {
        state.withLock { state in
            state.members -= 1
            state.connected -= 1
        }
        finishClosing()
    }

    /// A member that could not connect leaves. When it was the last one, nobody can be served: what waits is refused,
    /// what comes is refused at once, and one connection is tried again and again until it succeeds.
    func memberFailed(_ error: SQLError) {
        log.failed(error)
        let (refused, pause, summons) = state.withLock { state in
            state.members -= 1
            state.connecting -= 1
            state.failures += 1
            let pause = Self.pause(after: state.failures)
            state.growsAgain = .now + pause
            guard state.members == 0 else {
                return ([@Sendable (DomainError) -> Void](), Duration?.none, state.summon())
            }
            state.isDown = true
            let transactions = state.transactions.popFirst(.max)
            let queries = state.queries.popFirst(.max)
            let refused = transactions.map { $0.refuse } + queries.map { $0.refuse }
            state.counts.failed += refused.count
            return (refused, state.isClosed ? nil : pause, nil)
        }
        for refuse in refused { refuse(.storeUnavailable) }
        call(summons)
        if let pause { retry(after: pause) }
        finishClosing()
    }

    private func retry(after pause: Duration) {
        DispatchQueue.global().asyncAfter(deadline: .now() + pause.seconds) { [weak self] in
            guard let self else { return }
            let isWanted = state.withLock { state in
                guard !state.isClosed, state.members == 0 else { return false }
                state.members += 1
                state.connecting += 1
                return true
            }
            if isWanted { call(.grow) }
        }
    }

    /// Doubles with each failure, and is spread so that many nodes do not come back at the same moment.
    private static func pause(after failures: Int) -> Duration {
        min(longestPause, firstPause * (1 << min(failures - 1, 10))) * Double.random(in: 0.5...1)
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
