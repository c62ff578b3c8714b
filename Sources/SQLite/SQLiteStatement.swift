internal import CSQLite
internal import SQL

/// A prepared statement: owned once, finalised at the end of its scope.
@safe struct SQLiteStatement: ~Copyable {
    /// What ``bind(_:at:)`` says of a text that SQLite could store but others cannot; no code of SQLite's.
    private static let textWithNUL: Int32 = -1

    private let handle: OpaquePointer
    /// At `n - 1`: SQLite's number for the parameter `$n`, which follows the order of first use in the text.
    private let parameters: [Int32]
    let columns: [[UInt8]]
    let isReadOnly: Bool

    /// - Parameter isReused: tells SQLite that the statement will live long.
    init(_ text: String, on connection: borrowing SQLiteHandle, isReused: Bool) throws(SQLError) {
        var statement: OpaquePointer?
        let flags = isReused ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let status = unsafe sqlite3_prepare_v3(connection.pointer, text, -1, flags, &statement, nil)
        guard status == SQLITE_OK, let handle = unsafe statement else {
            throw connection.error(status, statement: text)
        }
        guard let parameters = unsafe Self.parameters(of: handle) else {
            unsafe sqlite3_finalize(handle)
            throw SQLError(.misuse, "the parameters are not $1, $2, … without a gap", statement: text)
        }
        unsafe self.handle = handle
        self.parameters = parameters
        columns = unsafe (0..<sqlite3_column_count(handle)).map { index in
            guard let name = unsafe sqlite3_column_name(handle, index) else { return [] }
            return unsafe Array(String(cString: name).utf8)
        }
        isReadOnly = unsafe sqlite3_stmt_readonly(handle) != 0
    }

    deinit { unsafe sqlite3_finalize(handle) }

    var text: String {
        guard let text = unsafe sqlite3_sql(handle) else { return "" }
        return unsafe String(cString: text)
    }

    /// Binds `$1`, `$2`, … by name, so the order of first use in the text does not matter.
    borrowing func bind(_ values: [SQLValue]) throws(SQLError) {
        guard values.count == parameters.count else {
            throw SQLError(.misuse, "\(parameters.count) parameters, but \(values.count) values", statement: text)
        }
        for (offset, value) in values.enumerated() {
            let status = bind(value, at: parameters[offset])
            guard status == SQLITE_OK else {
                throw status == Self.textWithNUL ? .unstorableText(statement: text) : error(status)
            }
        }
    }

    /// `true` when there is a row.
    borrowing func step() throws(SQLError) -> Bool {
        let status = unsafe sqlite3_step(handle)
        switch status {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw error(status)
        }
    }

    /// Ready for the next run; holds no value of the last one. A failure of the last run is known already.
    borrowing func reset() {
        unsafe sqlite3_reset(handle)
        if !parameters.isEmpty { unsafe sqlite3_clear_bindings(handle) }
    }

    /// The rows that the last change touched. Asked at once after the statement is done.
    borrowing func changes() -> Int {
        isReadOnly ? 0 : Int(unsafe sqlite3_changes64(sqlite3_db_handle(handle)))
    }

    borrowing func type(_ column: Int32) -> Int32 {
        unsafe sqlite3_column_type(handle, column)
    }

    borrowing func integer(_ column: Int32) -> Int64 {
        unsafe sqlite3_column_int64(handle, column)
    }

    /// The length is asked for, so a NUL does not end the text.
    borrowing func string(_ column: Int32) -> String {
        guard let bytes = unsafe sqlite3_column_text(handle, column) else { return "" }
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    borrowing func bytes(_ column: Int32) -> [UInt8] {
        guard let bytes = unsafe sqlite3_column_blob(handle, column) else { return [] }
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        return unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }

    private borrowing func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null:
            return unsafe sqlite3_bind_null(handle, index)
        case .integer(let value):
            return unsafe sqlite3_bind_int64(handle, index, value)
        case .boolean(let value):
            return unsafe sqlite3_bind_int64(handle, index, value ? 1 : 0)
        case .text(var value):
            return value.withUTF8 { bytes in
                guard unsafe !bytes.contains(0) else { return Self.textWithNUL }
                return unsafe alcazar_sqlite_bind_text(handle, index, bytes.baseAddress, bytes.count)
            }
        case .blob(let value):
            return unsafe value.withUnsafeBytes { bytes in
                unsafe alcazar_sqlite_bind_blob(handle, index, bytes.baseAddress, bytes.count)
            }
        }
    }

    private borrowing func error(_ status: Int32) -> SQLError {
        unsafe SQLError(status, connection: sqlite3_db_handle(handle), statement: text)
    }

    private static func parameters(of handle: OpaquePointer) -> [Int32]? {
        var parameters: [Int32] = []
        for number in 0..<(unsafe sqlite3_bind_parameter_count(handle)) {
            let index = unsafe sqlite3_bind_parameter_index(handle, "$\(number + 1)")
            guard index > 0 else { return nil }
            parameters.append(index)
        }
        return parameters
    }
}
