internal import Model
internal import Platform
internal import SQL

/// Several writes under one commit. Each has a savepoint, so one that throws takes nothing else with it.
struct WriteGroup {
    struct Result {
        /// Of the writes that were run, in order; empty when the transaction could not begin.
        var outcomes: [PendingTransaction.Outcome] = []
        /// Why nothing of the group is stored.
        var failure: DomainError?
    }

    private let session: Session
    private let connection: any SQLEmbeddedConnection
    private let log: Log

    /// - Parameter connection: of the session.
    init(_ session: Session, _ connection: any SQLEmbeddedConnection, _ log: Log) {
        self.session = session
        self.connection = connection
        self.log = log
    }

    func run(_ writes: ArraySlice<PendingTransaction>) -> Result {
        var result = Result()
        do throws(SQLError) {
            try connection.begin(.writer)
            for write in writes {
                try run(write, isAlone: writes.count == 1, into: &result)
            }
            if result.outcomes.contains(where: \.isSuccess) {
                try connection.commit()
            } else {
                connection.rollback()
            }
        } catch {
            log.failed(error)
            connection.rollback()
            result.failure = DomainError(error)
        }
        return result
    }

    /// - Parameter isAlone: then the transaction itself is the savepoint.
    private func run(_ write: PendingTransaction, isAlone: Bool, into result: inout Result) throws(SQLError) {
        if !isAlone { try connection.savepoint() }
        let outcome = write.run(session)
        result.outcomes.append(outcome)
        guard connection.isInTransaction else {
            throw SQLError(.unavailable, "the engine gave the transaction up")
        }
        guard !isAlone else { return }
        if outcome.isSuccess {
            try connection.releaseSavepoint()
        } else {
            try connection.rollbackToSavepoint()
        }
    }
}
