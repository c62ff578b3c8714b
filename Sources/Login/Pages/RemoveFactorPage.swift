internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    /// Gives up a factor, after a question.
    static let removeFactor = Page(.removeFactor, "factor-removal") { (visit) async throws(DomainError) in
        let (_, factor) = try await visit.factorToRemove()
        guard let factor else { return .go(.setUp) }
        let words = visit.words
        return .view(
            View(
                words.removeTitle(factor.name(in: words)), lead: words.removeLead(factor.choice),
                """
                \(visit.form(
                    .removeFactor, "<button type=\"submit\" class=\"danger\">\(words.remove)</button>"))
                <a class="secondary" href="\(visit.url(.setUp) { $0.pending = nil })">\(words.keep)</a>
                """))
    } submit: { (visit, _) async throws(DomainError) in
        let (user, factor) = try await visit.factorToRemove()
        guard let factor else { return .go(.setUp) }
        do throws(DomainError) {
            try await visit.remove(factor, of: user)
        } catch {
            if error == .lastWayIn { return visit.keep(.onlyWayIn) }
            // Somebody else, or another tab, was faster.
            guard error.kind == .notFound else { throw error }
        }
        visit.note(.factorIsRemoved)
        // What was proven with it is proven no more: who has nothing else to show proves something else first.
        visit.flow.destination = .setUp
        return try await visit.proceed()
    }
}

extension Visit {
    /// The factor that the step names, soon after a proof; `nil`, with a word about the reason, when it has to stay.
    fileprivate mutating func factorToRemove() async throws(DomainError) -> (User, OwnFactor?) {
        let standing = try await enrolment()
        flow.loginName = standing.user.preferredLoginName
        try standing.requireRecentProof()
        let own = try await ownFactors(of: standing)
        guard let factor = own.first(where: { $0.isMeant(by: flow.pending) }) else { return (standing.user, nil) }
        guard standing.facts.canSpare(factor, of: own) else {
            keep(.lastFactor)
            return (standing.user, nil)
        }
        return (standing.user, factor)
    }

    /// Back to what there is, with a word about the reason.
    @discardableResult
    fileprivate mutating func keep(_ reason: Notice) -> Answer {
        flow.pending = nil
        note(reason)
        return .go(.setUp)
    }

    fileprivate func remove(_ factor: OwnFactor, of user: User) async throws(DomainError) {
        let caller = Caller.signedIn(user)
        let key = factor.key ?? ""
        switch factor.choice {
        case .passkey: _ = try await parts.passkeys.remove(key, .passkey, of: UserTarget(user.id), by: caller)
        case .securityKey: _ = try await parts.passkeys.remove(key, .u2f, of: UserTarget(user.id), by: caller)
        case .totp: _ = try await parts.secondFactors.removeTOTP(of: user.id, by: caller)
        case .sms: _ = try await parts.secondFactors.removeOTP(.sms, of: user.id, by: caller)
        case .email: _ = try await parts.secondFactors.removeOTP(.email, of: user.id, by: caller)
        case .recovery: _ = try await parts.secondFactors.removeRecoveryCodes(of: user.id, by: caller)
        }
    }
}
