internal import Model
internal import Platform
internal import SQL

/// The questions of one request, which wait for a connection that takes several such batches at once.
struct PendingQueries: Sendable {
    let statements: [SQLStatement]
    /// Makes the answer of the rows, and tells the caller.
    let finish: @Sendable (Session, Result<[any SQLCursor], SQLError>) -> Void
    /// Tells the caller that nothing was sent.
    let refuse: @Sendable (DomainError) -> Void

    init<Value: Sendable>(
        _ query: Query<Value>, context: LogContext?, resume: @escaping @Sendable (Result<Value, DomainError>) -> Void
    ) {
        statements = query.statements
        refuse = { resume(.failure($0)) }
        finish = { session, result in
            session.context = context
            defer { session.context = nil }
            do throws(DomainError) {
                switch result {
                case .success(let cursors): resume(.success(try session.run(answered: cursors, query.answer)))
                case .failure(let error): throw session.failure(of: error)
                }
            } catch {
                resume(.failure(error))
            }
        }
    }
}
