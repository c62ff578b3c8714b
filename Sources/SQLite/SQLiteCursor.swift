internal import CSQLite
internal import SQL

/// A cached statement while it runs.
final class SQLiteCursor: SQLCursor {
    private enum State {
        case idle, running, done
    }

    /// One column that a reader asked for, by the address of the literal that names it.
    private struct Access {
        let name: UInt
        let column: Int32
    }

    let memo = SQLMemo()
    private let statement: SQLiteStatement
    private var state = State.idle
    private var changed = 0
    /// Readers ask for the same columns in the same order for each row, so the next access is foreseen.
    private var accesses: [Access] = []
    private var nextAccess = 0

    init(_ statement: consuming SQLiteStatement) {
        self.statement = statement
    }

    var isIdle: Bool { state == .idle }
    var isReadOnly: Bool { statement.isReadOnly }

    func start(_ values: [SQLValue]) throws(SQLError) {
        do throws(SQLError) {
            try statement.bind(values)
        } catch {
            statement.reset()
            throw error
        }
        state = .running
    }

    func next() throws(SQLError) -> Bool {
        guard state == .running else { return false }
        nextAccess = 0
        if try statement.step() { return true }
        changed = statement.changes()
        state = .done
        return false
    }

    /// A statement that only reads need not be read to its end.
    func finish() throws(SQLError) -> Int {
        if !statement.isReadOnly {
            while try next() {}
        }
        return changed
    }

    func close() {
        guard state != .idle else { return }
        statement.reset()
        state = .idle
        changed = 0
    }

    func text(_ column: StaticString) throws(SQLError) -> String? {
        guard let index = try index(of: column, typed: SQLITE_TEXT) else { return nil }
        return statement.string(index)
    }

    func integer(_ column: StaticString) throws(SQLError) -> Int64? {
        guard let index = try index(of: column, typed: SQLITE_INTEGER) else { return nil }
        return statement.integer(index)
    }

    func boolean(_ column: StaticString) throws(SQLError) -> Bool? {
        try integer(column).map { $0 != 0 }
    }

    func blob(_ column: StaticString) throws(SQLError) -> [UInt8]? {
        guard let index = try index(of: column, typed: SQLITE_BLOB) else { return nil }
        return statement.bytes(index)
    }

    /// `nil` when the column is null. Any other type than the expected one is an error: SQLite would convert.
    private func index(of column: StaticString, typed expected: Int32) throws(SQLError) -> Int32? {
        let index = try index(of: column)
        let type = statement.type(index)
        if type == expected { return index }
        if type == SQLITE_NULL { return nil }
        throw SQLError(.decoding, "the column \(column) has an unexpected type", statement: statement.text)
    }

    private func index(of column: StaticString) throws(SQLError) -> Int32 {
        let name = unsafe UInt(bitPattern: column.utf8Start)
        if nextAccess < accesses.count, accesses[nextAccess].name == name {
            defer { nextAccess += 1 }
            return accesses[nextAccess].column
        }
        let wanted = Array(column.description.utf8)
        guard let found = statement.columns.firstIndex(of: wanted) else {
            throw SQLError(.decoding, "there is no column \(column)", statement: statement.text)
        }
        let access = Access(name: name, column: Int32(found))
        if nextAccess < accesses.count {
            accesses[nextAccess] = access
        } else {
            accesses.append(access)
        }
        nextAccess += 1
        return access.column
    }
}
