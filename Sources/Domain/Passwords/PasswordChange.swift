package import Model
package import Platform
internal import Storage

/// A new password for a user, and what gives the right to set it.
package struct PasswordChange: Sendable {
    package enum Proof: Sendable {
        /// The password that the user has now.
        case current(Secret<String>)
        /// The code that was sent for this purpose.
        case code(PresentedCode)
        /// The permission to write the user, which users do not have over themselves.
        case permission
    }

    /// `nil` when none was given, which is told only to those who have the right.
    package let new: NewHuman.Password?
    package let isChangeRequired: Bool
    package let proof: Proof

    package init(new: NewHuman.Password?, isChangeRequired: Bool, proof: Proof) {
        self.new = new
        self.isChangeRequired = isChangeRequired
        self.proof = proof
    }

    /// Whether users may not do it to themselves: without a proof, and with a hash, whose password nobody has seen and
    /// which may cost seconds to check.
    var needsPermission: Bool {
        switch (proof, new) {
        case (.permission, _), (_, .hash?): true
        case (.current, _), (.code, _): false
        }
    }

    /// Whether it is for whoever brings the proof, and not for the user and administrators only: a code was sent to the
    /// user, but a current password can be guessed.
    var isForAnyone: Bool {
        if case .code = proof { !needsPermission } else { false }
    }
}

/// A change of a password with everything computed that takes too long for a transaction.
struct PreparedPassword: Sendable {
    let change: PasswordChange
    /// The current password's comparison, when it is the proof.
    let compared: ComparedPassword?
    /// The new password's hash, or why there is none. The reason is told after the proof was found right.
    let hash: Result<String, DomainError>
}

/// How an attempt in a transaction ended.
enum PasswordAttempt<Success: Sendable>: Sendable {
    case done(Success)
    /// Refused and counted: thrown after the commit.
    case refused(DomainError)
    /// Something has changed meanwhile, or failed too often before: try again.
    case again
}

extension Humans {
    /// Runs a transaction around a change of a password. What takes long happens before it, and again when the
    /// transaction finds that things have changed meanwhile.
    /// - Parameters:
    ///   - change: `nil` when the password stays.
    ///   - missing: thrown to those who have the right and gave no new password.
    func attempt<Success: Sendable>(
        _ change: PasswordChange?, of user: User.ID, missing: DomainError,
        _ body:
            @escaping @Sendable (PreparedPassword?, borrowing Transaction) throws(DomainError) -> PasswordAttempt<
                Success
            >
    ) async throws(DomainError) -> Success {
        var prepared: PreparedPassword?
        var turn = checks.patience.turn()
        while true {
            if let change {
                prepared = try await prepare(change, of: user, missing: missing, earlier: prepared, in: &turn)
            }
            let attempt = try await database.write { [prepared] (tx) throws(DomainError) in try body(prepared, tx) }
            switch attempt {
            case .done(let success): return success
            case .refused(let error): throw error
            case .again: continue
            }
        }
    }

    private func prepare(
        _ change: PasswordChange, of user: User.ID, missing: DomainError, earlier: PreparedPassword?,
        in turn: inout Patience.Turn
    ) async throws(DomainError) -> PreparedPassword {
        var compared: ComparedPassword?
        if case .current(let password) = change.proof {
            compared = try await checks.compare(password, of: user, earlier: earlier?.compared, in: &turn)
        }
        // Who does not know the password makes nobody compute another hash.
        if compared?.verdict == .wrong {
            return PreparedPassword(change: change, compared: compared, hash: .failure(.wrongPassword))
        }
        if let earlier, case .success = earlier.hash {
            return PreparedPassword(change: change, compared: compared, hash: earlier.hash)
        }
        let now = clock.now()
        let fault = try await database.read { (tx) throws(DomainError) -> DomainError? in
            guard let user = try tx.user(user) else { return missing }
            // Nor does who has no code that counts. The transaction looks again, says why, and counts the attempt.
            if case .code(let code) = change.proof,
                try !codes.matches(code, .password, of: user.id, in: tx, at: now)
            {
                return .noPasswordCode
            }
            return try self.fault(of: change, for: user, missing: missing, in: tx)
        }
        let hash: Result<String, DomainError>
        switch (fault, change.new) {
        case (let fault?, _): hash = .failure(fault)
        case (nil, .plain(let password)?): hash = .success(try await hasher.hash(password))
        case (nil, .hash(let imported)?): hash = .success(imported.exposed)
        case (nil, nil): hash = .failure(missing)
        }
        return PreparedPassword(change: change, compared: compared, hash: hash)
    }

    /// Why the new password is not taken; `nil` when it is.
    private func fault(
        of change: PasswordChange, for user: User, missing: DomainError, in tx: borrowing Transaction
    ) throws(DomainError) -> DomainError? {
        let policy = try tx.settings(PasswordComplexitySettings.self, of: user.organizationID).value
        do throws(DomainError) {
            switch change.new {
            case nil: return missing
            case .hash(let hash)?: _ = try ImportedHash.checked(hash)
            case .plain(let password)?:
                if case .current(let current) = change.proof, current.exposed == password.exposed {
                    return DomainError(
                        .failedPrecondition, "COMMAND-Aesh5",
                        "New password cannot be the same as your current password")
                }
                try rules.require(password, for: .change, policy)
            }
            return nil
        } catch {
            return error
        }
    }
}

extension DomainError {
    static let noPasswordCode = DomainError(.failedPrecondition, "COMMAND-2M9fs", "Code not found")
}
