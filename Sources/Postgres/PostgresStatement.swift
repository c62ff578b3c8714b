internal import SQL

/// A statement that one connection knows.
final class PostgresStatement {
    private enum State {
        case new, sent, prepared
    }

    /// One column that a reader asked for, by the address of the literal that names it.
    private struct Access {
        let name: UInt
        let column: Int32
    }

    let text: String
    /// By which the server knows it; `nil` when it is sent anew for each execution.
    let name: String?
    private var state = State.new
    private var columns: [(name: [UInt8], type: PostgresType)]?
    /// Readers ask for the same columns in the same order for each row, so the next access is foreseen.
    private var accesses: [Access] = []

    init(_ text: String, name: String?) {
        self.text = text
        self.name = name
    }

    /// - Returns: whether the server has to be told of it, which is done herewith.
    @discardableResult
    func sendPrepareIfNew(_ handle: borrowing PostgresHandle) throws(SQLError) -> Bool {
        guard let name, state == .new else { return false }
        try handle.sendPrepare(name, text)
        state = .sent
        return true
    }

    func sendExecute(_ handle: borrowing PostgresHandle, _ parameters: borrowing PostgresParameters) throws(SQLError) {
        if let name {
            try handle.sendExecute(name, parameters)
        } else {
            try handle.send(text, parameters)
        }
    }

    /// Takes the answer to ``sendPrepareIfNew(_:)``, if one is due.
    func receivePrepared(_ line: PostgresLine, _ failure: inout SQLError?) {
        guard state == .sent else { return }
        state = line.receive(text, role: nil, &failure) == nil ? .new : .prepared
    }

    /// - Parameter result: any one with rows; they all have the same columns.
    func learnColumns(of result: borrowing PostgresResult) {
        if let columns, columns.count == result.columnCount { return }
        var columns: [(name: [UInt8], type: PostgresType)] = []
        for column in 0..<result.columnCount { columns.append((result.name(column), result.type(column))) }
        self.columns = columns
        accesses = []
    }

    /// - Parameter position: how many columns of the row were asked for before.
    func column(_ column: StaticString, at position: Int) throws(SQLError) -> (Int32, PostgresType) {
        let columns = columns ?? []
        let name = unsafe UInt(bitPattern: column.utf8Start)
        if position < accesses.count, accesses[position].name == name {
            let found = accesses[position].column
            return (found, columns[Int(found)].type)
        }
        let wanted = Array(column.description.utf8)
        guard let found = columns.firstIndex(where: { $0.name == wanted }) else {
            throw SQLError(.decoding, "there is no column \(column)", statement: text)
        }
        let access = Access(name: name, column: Int32(found))
        if position < accesses.count {
            accesses[position] = access
        } else if position == accesses.count {
            accesses.append(access)
        }
        return (access.column, columns[found].type)
    }
}

/// The statements that one connection has prepared.
struct PostgresStatements {
    /// Above this many composed statements, further ones are not kept.
    private static let composedLimit = 256

    /// By the address of the literal.
    private var literals: [UInt: PostgresStatement] = [:]
    private var composed: [String: PostgresStatement] = [:]

    mutating func find(_ sql: SQLText) -> PostgresStatement {
        switch sql {
        case .literal(let text) where text.hasPointerRepresentation:
            let key = unsafe UInt(bitPattern: text.utf8Start)
            if let statement = literals[key] { return statement }
            let statement = PostgresStatement(text.description, name: "l\(literals.count)")
            literals[key] = statement
            return statement
        case .literal, .composed:
            let text = sql.description
            if let statement = composed[text] { return statement }
            guard composed.count < Self.composedLimit else { return PostgresStatement(text, name: nil) }
            let statement = PostgresStatement(text, name: "c\(composed.count)")
            composed[text] = statement
            return statement
        }
    }
}
