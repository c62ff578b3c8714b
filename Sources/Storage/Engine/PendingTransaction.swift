internal import Model
internal import Platform
internal import SQL

/// A transaction that waits for its turn, with the way back to its caller.
struct PendingTransaction: Sendable {
    /// What became of the body. The caller learns of it when the fate of the whole group is known.
    struct Outcome {
        let isSuccess: Bool
        /// - Parameter: why it was not committed, if it was not.
        let report: (DomainError?) -> Void
    }

    let role: SQLRole
    /// May be called again when nothing of the last run is stored; only the outcome that is reported counts.
    let run: @Sendable (Session) -> Outcome
    /// Tells the caller that the body was not run.
    let refuse: @Sendable (DomainError) -> Void

    init<T: Sendable>(
        _ role: SQLRole, _ body: @escaping @Sendable (borrowing Transaction) throws(DomainError) -> T,
        context: LogContext?,
        resume: @escaping @Sendable (Result<T, DomainError>) -> Void
    ) {
        self.role = role
        run = { session in
            session.context = context
            defer { session.context = nil }
            do throws(DomainError) {
                let value = try session.run(body)
                return Outcome(isSuccess: true) { failure in
                    resume(failure.map { .failure($0) } ?? .success(value))
                }
            } catch {
                // It may have been refused for what another write of the group did, which is then undone.
                return Outcome(isSuccess: false) { failure in resume(.failure(failure ?? error)) }
            }
        }
        refuse = { resume(.failure($0)) }
    }
}
