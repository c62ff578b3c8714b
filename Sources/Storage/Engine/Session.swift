internal import Model
internal import Platform
internal import SQL

/// A connection with what its transactions need. It is used by one thread at a time.
final class Session {
    /// What to report when a constraint refuses a change.
    struct Refusals {
        var conflict: DomainError?
        var missing: DomainError?
    }

    let connection: any SQLConnection
    let ids: IDGenerator
    /// Of the request that the running transaction belongs to.
    var context: LogContext?
    private let log: Log
    /// The first failure of the running transaction, which decides its fate.
    private var failure: DomainError?
    /// Whether the transaction failed because it lost against a concurrent one; then it may be run again.
    private(set) var isLostRace = false
    /// What has come for statements before they are opened, in the order in which they will be.
    private var answers: ArraySlice<any SQLCursor> = []

    init(_ connection: some SQLConnection, ids: IDGenerator, log: Log) {
        self.connection = connection
        self.ids = ids
        self.log = log
    }

    /// Runs the body of a transaction that the caller began and will end.
    func run<T>(_ body: (borrowing Transaction) throws(DomainError) -> T) throws(DomainError) -> T {
        failure = nil
        isLostRace = false
        let transaction = Transaction(self)
        let result = try body(transaction)
        if let failure { throw failure }
        return result
    }

    /// Runs a body whose statements were sent and answered already.
    func run<T>(answered cursors: [any SQLCursor], _ body: (Session) throws(DomainError) -> T) throws(DomainError) -> T
    {
        failure = nil
        answers = cursors[...]
        defer { answers = [] }
        return try body(self)
    }

    /// The answer that the connection's memo has, or else the one that the body finds.
    func answer<T: Sendable>(
        to statement: SQLStatement, _ body: (SQLStatement) throws(DomainError) -> T
    ) throws(DomainError) -> T {
        let memo: SQLMemo?
        do throws(SQLError) { memo = try connection.memo(statement.sql) } catch { throw failure(of: error) }
        guard let memo else { return try body(statement) }
        if let known = memo.answer(to: statement.values) as? Answer<T> { return known.value }
        let value = try body(statement)
        memo.keep(Answer(value), for: statement.values)
        return value
    }

    func first<T>(
        _ sql: SQLText, _ values: [SQLValue], _ refusals: Refusals,
        _ decode: (borrowing SQLRow) throws(DomainError) -> T
    ) throws(DomainError) -> T? {
        let cursor = try open(sql, values, refusals)
        defer { cursor.close() }
        guard try step(cursor, refusals) else { return nil }
        let row = SQLRow(cursor, self)
        let value = try decode(row)
        try finish(cursor, refusals)
        return value
    }

    func all<T>(
        _ sql: SQLText, _ values: [SQLValue], _ refusals: Refusals,
        _ decode: (borrowing SQLRow) throws(DomainError) -> T
    ) throws(DomainError) -> [T] {
        let cursor = try open(sql, values, refusals)
        defer { cursor.close() }
        var rows: [T] = []
        while try step(cursor, refusals) {
            rows.append(try decode(SQLRow(cursor, self)))
        }
        return rows
    }

    func execute(_ sql: SQLText, _ values: [SQLValue], _ refusals: Refusals) throws(DomainError) -> Int {
        let cursor = try open(sql, values, refusals)
        defer { cursor.close() }
        return try finish(cursor, refusals)
    }

    /// Logs what the engine said and makes it the error that callers see.
    func failure(of error: SQLError, _ refusals: Refusals = Refusals()) -> DomainError {
        let result = domainError(error, refusals)
        if failure == nil { failure = result }
        return result
    }

    private func domainError(_ error: SQLError, _ refusals: Refusals) -> DomainError {
        switch error.kind {
        case .constraint(.unique):
            if let conflict = refusals.conflict { return conflict }
        case .constraint(.foreignKey):
            if let missing = refusals.missing { return missing }
        case .serialization:
            // No failure yet: who runs the transaction decides whether to run it again, and logs it if not.
            isLostRace = true
            return DomainError(error)
        case .unstorableText, .oversizedText:
            return DomainError(error)
        case .constraint, .busy, .timeout, .unavailable, .full, .corrupt, .decoding, .misuse:
            break
        }
        LogContext.$current.withValue(context ?? LogContext.current) { log.failed(error) }
        return DomainError(error)
    }

    private func open(
        _ sql: SQLText, _ values: [SQLValue], _ refusals: Refusals
    ) throws(DomainError) -> any SQLCursor {
        if let failure { throw failure }
        if let answer = answers.popFirst() { return answer }
        do throws(SQLError) { return try connection.open(sql, values) } catch { throw failure(of: error, refusals) }
    }

    private func step(_ cursor: any SQLCursor, _ refusals: Refusals) throws(DomainError) -> Bool {
        do throws(SQLError) { return try cursor.next() } catch { throw failure(of: error, refusals) }
    }

    @discardableResult
    private func finish(_ cursor: any SQLCursor, _ refusals: Refusals) throws(DomainError) -> Int {
        do throws(SQLError) { return try cursor.finish() } catch { throw failure(of: error, refusals) }
    }
}

/// An answer as a memo keeps it.
private final class Answer<Value> {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }
}

extension DomainError {
    /// What a caller learns of a failed statement: whose fault it is not.
    init(_ error: SQLError) {
        self =
            switch error.kind {
            case .busy, .serialization, .unavailable, .full: .storeUnavailable
            case .timeout: .readTooLong
            case .constraint, .corrupt, .decoding, .misuse: .internalFault
            case .unstorableText: .malformed("a text must not contain the character U+0000")
            case .oversizedText: .textTooLong
            }
    }
}

extension Log {
    func failed(_ error: SQLError) {
        self.error(
            "the store refused a statement",
            [
                "kind": .string(error.kind.name), "detail": .string(error.message),
                "statement": .string(error.statement),
            ])
    }
}
