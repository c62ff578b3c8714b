package import Model
internal import Platform
internal import Storage

/// The four ways from one state of a user to another.
package enum UserTransition: Sendable, Hashable, CaseIterable {
    case deactivate, reactivate, lock, unlock
}

extension Users {
    /// Moves a user to another state. Deactivating and locking end every token that was issued until now,
    /// and every session; unlocking forgets the checks that failed.
    /// - Throws: a precondition when the user is not in a state that the transition starts from, and for the last owner
    ///   of the instance.
    package func change(
        _ target: UserTarget, _ transition: UserTransition, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try await database.write { (tx) throws(DomainError) in
            let user = try tx.user(target, .userWrite, of: caller, missing: transition.missing(target))
            let now = clock.now()
            let hadOwner = transition.endsTokens ? try tx.hasInstanceOwner() : false
            // Tokens count from their millisecond on, so those of this one die with the next; and with them those that
            // were issued before the clock was set back.
            let end = max(now, ids.latestMoment) + .milliseconds(1)
            let isChanged = try tx.setState(
                transition.destination, of: user.id, from: transition.sources.0, or: transition.sources.1,
                endingTokensAt: transition.endsTokens ? end : nil)
            guard isChanged else { throw transition.refusal(target, from: user.state) }
            if transition.endsTokens { try tx.terminate(.of(user.id), at: now) }
            if transition == .unlock { try tx.clearFailedChecks(of: user.id) }
            if hadOwner { try tx.requireInstanceOwner() }
            return try tx.record(
                transition.event, of: user.id, in: user.organizationID, by: caller.userID, at: now)
        }
    }
}

extension UserTransition {
    fileprivate var destination: User.State {
        switch self {
        case .deactivate: .inactive
        case .reactivate, .unlock: .active
        case .lock: .locked
        }
    }

    fileprivate var sources: (User.State, User.State) {
        switch self {
        case .deactivate: (.active, .locked)
        case .reactivate: (.inactive, .inactive)
        case .lock: (.active, .initial)
        case .unlock: (.locked, .locked)
        }
    }

    fileprivate var endsTokens: Bool {
        switch self {
        case .deactivate, .lock: true
        case .reactivate, .unlock: false
        }
    }

    fileprivate var event: String {
        switch self {
        case .deactivate: "user.deactivated"
        case .reactivate: "user.reactivated"
        case .lock: "user.locked"
        case .unlock: "user.unlocked"
        }
    }

    fileprivate func missing(_ target: UserTarget) -> DomainError {
        let (current, older) =
            switch self {
            case .deactivate: ("COMMAND-5gp2p62iin", "COMMAND-3M9ds")
            case .reactivate: ("COMMAND-9hy5kzbuk6", "COMMAND-4M0sd")
            case .lock: ("COMMAND-450yxuqrh1", "COMMAND-5M9fs")
            case .unlock: ("COMMAND-x377t913pw", "COMMAND-M0dos")
            }
        return target.refusal(
            DomainError(.notFound, current, "User could not be found"),
            older: DomainError(.notFound, older, "User could not be found"))
    }

    fileprivate func refusal(_ target: UserTarget, from state: User.State) -> DomainError {
        switch self {
        case .deactivate where state == .initial:
            let text = "User with state initial can only be deleted not deactivated"
            return target.refusal(
                DomainError(.failedPrecondition, "COMMAND-gvx4kct9r2", text),
                older: DomainError(.notFound, "COMMAND-ke0fw", text))
        case .deactivate:
            return precondition(target, "COMMAND-5gunjw0cd7", older: "COMMAND-5M0sf", "User already inactive")
        case .reactivate:
            return precondition(target, "COMMAND-s5qqcz97hf", older: "COMMAND-6M0sf", "User is not inactive")
        case .lock:
            return precondition(
                target, "COMMAND-lgws8wtsqf", older: "COMMAND-3NN8v", "User is not active or initial")
        case .unlock:
            return precondition(target, "COMMAND-olb9vb0oca", older: "COMMAND-4M0ds", "User is not locked")
        }
    }

    private func precondition(
        _ target: UserTarget, _ current: String, older: String, _ text: String
    ) -> DomainError {
        target.refusal(
            DomainError(.failedPrecondition, current, text), older: DomainError(.failedPrecondition, older, text))
    }
}
