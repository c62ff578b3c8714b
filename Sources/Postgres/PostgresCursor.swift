internal import SQL

/// The rows of one statement, which have all arrived.
final class PostgresCursor: SQLCursor {
    private let result: PostgresResult
    private let statement: PostgresStatement
    private var row: Int32 = -1
    private var nextAccess = 0

    init(_ result: consuming PostgresResult, of statement: PostgresStatement) {
        statement.learnColumns(of: result)
        self.result = result
        self.statement = statement
    }

    func next() throws(SQLError) -> Bool {
        guard row + 1 < result.rowCount else { return false }
        row += 1
        nextAccess = 0
        return true
    }

    func finish() throws(SQLError) -> Int { result.changedRows }

    func close() {}

    func text(_ column: StaticString) throws(SQLError) -> String? {
        guard let index = try index(of: column, where: \.isText) else { return nil }
        return result.string(row, index)
    }

    func integer(_ column: StaticString) throws(SQLError) -> Int64? {
        guard let index = try index(of: column, where: \.isInteger) else { return nil }
        return result.integer(row, index)
    }

    func boolean(_ column: StaticString) throws(SQLError) -> Bool? {
        guard let index = try index(of: column, where: { $0 == .boolean }) else { return nil }
        return result.boolean(row, index)
    }

    func blob(_ column: StaticString) throws(SQLError) -> [UInt8]? {
        guard let index = try index(of: column, where: { $0 == .bytea }) else { return nil }
        return result.bytes(row, index)
    }

    /// `nil` when the column is null.
    private func index(
        of column: StaticString, where isExpected: (PostgresType) -> Bool
    ) throws(SQLError) -> Int32? {
        let (index, type) = try statement.column(column, at: nextAccess)
        nextAccess += 1
        if result.isNull(row, index) { return nil }
        guard isExpected(type) else {
            throw SQLError(.decoding, "the column \(column) has an unexpected type", statement: statement.text)
        }
        return index
    }
}
