internal import Model
internal import Platform
internal import SQL

/// Several writes under one commit. One that throws takes nothing else with it.
///
/// A savepoint costs a copy of every page that a write changes, and hardly ever is one needed. So the writes are run without,
/// and when one throws that has changed something, nothing stays, and all are run again, each in a savepoint.
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
            let isDone = try run(writes, inSavepoints: false, into: &result)
            // What is alone is undone with the transaction.
            if !isDone, writes.count > 1 {
                connection.rollback()
                result = Result()
                try connection.begin(.writer)
                _ = try run(writes, inSavepoints: true, into: &result)
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

    /// - Returns: `false` when a write has thrown that has changed something, which is still there.
    private func run(
        _ writes: ArraySlice<PendingTransaction>, inSavepoints: Bool, into result: inout Result
    ) throws(SQLError) -> Bool {
        for write in writes {
            if inSavepoints { try connection.savepoint() }
            let changesBefore = connection.changes
            let outcome = write.run(session)
            result.outcomes.append(outcome)
            guard connection.isInTransaction else {
                throw SQLError(.unavailable, "the engine gave the transaction up")
            }
            switch (outcome.isSuccess, inSavepoints) {
            case (true, true): try connection.releaseSavepoint()
            case (false, true): try connection.rollbackToSavepoint()
            case (true, false): break
            case (false, false):
                guard connection.changes == changesBefore else { return false }
            }
        }
        return true
    }
}
