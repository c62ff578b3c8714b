internal import CPostgres
internal import SQL

/// What the server answered to one command: owned once, freed at the end of its scope.
@safe struct PostgresResult: ~Copyable {
    enum Kind {
        case rows, done, synchronised
        /// Not carried out, because a command before it failed.
        case skipped
        case failed
    }

    private let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe PQclear(pointer) }

    var kind: Kind {
        switch unsafe PQresultStatus(pointer) {
        case PGRES_TUPLES_OK: .rows
        case PGRES_COMMAND_OK: .done
        case PGRES_PIPELINE_SYNC: .synchronised
        case PGRES_PIPELINE_ABORTED: .skipped
        default: .failed
        }
    }

    /// Five characters; empty when the error is libpq's own, which means that the connection was lost.
    var sqlState: String {
        guard let text = unsafe alcazar_pq_sqlstate(pointer) else { return "" }
        return unsafe String(cString: text)
    }

    var message: String {
        // What libpq itself has to say has no fields.
        guard let text = unsafe alcazar_pq_message(pointer) else { return "the connection was lost" }
        return unsafe String(cString: text)
    }

    /// Such as `COMMIT`, or `INSERT 0 1`.
    var commandTag: String {
        guard let text = unsafe PQcmdStatus(pointer) else { return "" }
        return unsafe String(cString: text)
    }

    /// How many rows a change touched; 0 for a statement that only read.
    var changedRows: Int {
        guard !commandTag.hasPrefix("SELECT"), let text = unsafe PQcmdTuples(pointer) else { return 0 }
        return Int(unsafe String(cString: text)) ?? 0
    }

    var rowCount: Int32 { unsafe PQntuples(pointer) }
    var columnCount: Int32 { unsafe PQnfields(pointer) }

    borrowing func name(_ column: Int32) -> [UInt8] {
        guard let name = unsafe PQfname(pointer, column) else { return [] }
        return unsafe Array(String(cString: name).utf8)
    }

    borrowing func type(_ column: Int32) -> PostgresType {
        PostgresType(rawValue: unsafe PQftype(pointer, column)) ?? .other
    }

    borrowing func isNull(_ row: Int32, _ column: Int32) -> Bool {
        unsafe PQgetisnull(pointer, row, column) != 0
    }

    borrowing func string(_ row: Int32, _ column: Int32) -> String {
        unsafe withBytes(row, column) { unsafe String(decoding: $0, as: UTF8.self) }
    }

    borrowing func bytes(_ row: Int32, _ column: Int32) -> [UInt8] {
        unsafe withBytes(row, column) { unsafe Array($0) }
    }

    /// An integer of any width, as the server sends it: the most significant byte first.
    borrowing func integer(_ row: Int32, _ column: Int32) -> Int64 {
        unsafe withBytes(row, column) { bytes in
            let start: Int64 = unsafe (bytes.first ?? 0) >= 0x80 ? -1 : 0
            return unsafe bytes.reduce(start) { $0 << 8 | Int64($1) }
        }
    }

    borrowing func boolean(_ row: Int32, _ column: Int32) -> Bool {
        unsafe withBytes(row, column) { unsafe $0.first == 1 }
    }

    private borrowing func withBytes<T>(
        _ row: Int32, _ column: Int32, _ body: (UnsafeRawBufferPointer) -> T
    ) -> T {
        let start = unsafe PQgetvalue(pointer, row, column)
        let count = unsafe Int(PQgetlength(pointer, row, column))
        return unsafe body(UnsafeRawBufferPointer(start: start, count: count))
    }
}

/// The types of columns, by the number that every server has for them.
enum PostgresType: UInt32 {
    case other = 0
    case boolean = 16
    case bytea = 17
    case name = 19
    case bigint = 20
    case smallint = 21
    case integer = 23
    case text = 25
    case varchar = 1043

    var isText: Bool { self == .text || self == .varchar || self == .name }
    var isInteger: Bool { self == .bigint || self == .integer || self == .smallint }
}
