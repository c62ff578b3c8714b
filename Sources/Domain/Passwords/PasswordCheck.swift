internal import Model
internal import Platform
package import Storage

/// A password that was compared with the hash that the store had then. Comparing takes too long for a transaction; the
/// one that uses the result makes sure that it still counts: see ``Storage/Transaction/outcome(of:for:at:)``.
struct ComparedPassword: Sendable {
    let hash: String?
    let verdict: PasswordHasher.Verdict
}

/// What a comparison comes to, in the transaction that uses it.
enum PasswordOutcome: Sendable, Hashable {
    /// - Parameter newHash: takes the place of the stored one.
    case right(newHash: String?)
    /// To be counted by ``Storage/Transaction/countFailure(of:_:user:by:at:endingTokensAt:)``.
    case wrong
    /// Too many checks failed for one to be made now.
    case early
    /// The user has another password by now.
    case stale
}

/// Compares passwords with stored ones.
package struct PasswordChecks: Sendable {
    let database: Database
    let hasher: PasswordHasher
    let patience: Patience

    package init(database: Database, hasher: PasswordHasher, patience: Patience) {
        self.database = database
        self.hasher = hasher
        self.patience = patience
    }

    /// Compares a password with the stored one, as soon as a check may be made.
    /// - Parameters:
    ///   - earlier: the result of an attempt before, which is used again while the hash is the same.
    ///   - turn: the request's, in which it waits.
    /// - Throws: ``DomainError/hashersBusy``, and what ``Patience`` throws.
    func compare(
        _ password: Secret<String>, of user: User.ID, earlier: ComparedPassword?, in turn: inout Patience.Turn
    ) async throws(DomainError) -> ComparedPassword {
        let (hash, failed) = try await database.read(
            Lookup.passwordHash(of: user).and(.failedChecks(of: .user(user), .password)))
        let check = CheckQueue.Check(subject: .user(user), kind: .password)
        try await turn.wait(for: check, failed ?? .none)
        if let earlier, earlier.hash == hash { return earlier }
        return ComparedPassword(hash: hash, verdict: try await hasher.verify(password, against: hash))
    }
}

extension Transaction {
    /// What a comparison with the user's password comes to now.
    /// - Throws: `COMMAND-JLK35` for a locked user, whatever the password.
    borrowing func outcome(
        of compared: ComparedPassword, for user: User, at now: Timestamp
    ) throws(DomainError) -> PasswordOutcome {
        guard try answer(to: .passwordHash(of: user.id)) == compared.hash else { return .stale }
        let next = try failedChecks(of: .user(user.id), .password).nextAt
        guard next <= now else { return .early }
        guard user.state != .locked else {
            throw DomainError(.failedPrecondition, "COMMAND-JLK35", "User is locked")
        }
        switch compared.verdict {
        case .wrong: return .wrong
        case .right: return .right(newHash: nil)
        case .rightWithNewHash(let hash): return .right(newHash: hash)
        }
    }
}
