internal import Model
internal import Platform
internal import SQL

/// Several writes under one commit. Each has a savepoint, so one that throws takes nothing else with it.
struct WriteGroup {
    struct Result {
        /// Of the writes that were run, in order; empty when the transaction could not begin.
        var outcomes: [PendingWrite.Outcome] = []
        /// Why nothing of the group is stored.
        var failure: DomainError?
    }

    private let session: Session
    private let log: Log

    init(_ session: Session, _ log: Log) {
        self.session = session
        self.log = log
    }

    func run(_ writes: ArraySlice<PendingWrite>) -> Result {
        var result = Result()
        do throws(SQLError) {
            try session.connection.begin()
            for write in writes {
                try run(write, isAlone: writes.count == 1, into: &result)
            }
            if result.outcomes.contains(where: \.isSuccess) {
                try session.connection.commit()
            } else {
                session.connection.rollback()
            }
        } catch {
            log.failed(error)
            session.connection.rollback()
            result.failure = DomainError(error)
        }
        return result
    }

    /// - Parameter isAlone: then the transaction itself is the savepoint.
    private func run(_ write: PendingWrite, isAlone: Bool, into result: inout Result) throws(SQLError) {
        if !isAlone { try session.connection.savepoint() }
        let outcome = write.run(session)
        result.outcomes.append(outcome)
        guard session.connection.isInTransaction else {
            throw SQLError(.unavailable, "the engine gave the transaction up")
        }
        guard !isAlone else { return }
        if outcome.isSuccess {
            try session.connection.releaseSavepoint()
        } else {
            try session.connection.rollbackToSavepoint()
        }
    }
}
