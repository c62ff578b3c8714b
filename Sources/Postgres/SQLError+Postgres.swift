internal import SQL

extension SQLError {
    /// - Parameters:
    ///   - result: of a command that failed.
    ///   - role: of the transaction; `nil` outside of one.
    init(_ result: borrowing PostgresResult, role: SQLRole?, statement: String) {
        let state = result.sqlState
        // Messages about a value show the value.
        let message = state.hasPrefix("22") ? "a value does not fit" : result.message
        self.init(Kind(sqlState: state, role: role), "\(message) (\(state))", statement: statement)
    }
}

extension SQLError.Kind {
    /// - Parameter state: of the SQL standard and appendix A of PostgreSQL's manual; empty when libpq speaks.
    init(sqlState state: String, role: SQLRole?) {
        self =
            switch state {
            case "23505", "23P01": .constraint(.unique)
            case "23503", "23001": .constraint(.foreignKey)
            case "23502": .constraint(.notNull)
            case "23514": .constraint(.check)
            // Lost against a concurrent transaction, or in a circle of locks.
            case "40001", "40P01": .serialization
            // The time limit of the statement, which a writer may have spent on waiting for others.
            case "57014": role == .reader ? .timeout : .busy
            // A lock, or a migration in the way.
            case "55P03", "55006": .busy
            case "53100": .full
            case "22021": .unstorableText
            // A row of an index is bounded to 2,704 bytes.
            case "54000": .oversizedText
            // The server does not know the statement any more, or a migration has changed what it returns: a new
            // connection prepares it anew.
            case "26000", "0A000": .unavailable
            case "XX001", "XX002": .corrupt
            // A server that only reads now: another one has taken over. From a reader it is a mistake of ours.
            case "25006": role == .reader ? .misuse : .unavailable
            // The protocol's word for a wrong number of values.
            case "08P01": .misuse
            default: Self.byClass[String(state.prefix(2))] ?? .misuse
            }
    }

    private static let byClass: [String: SQLError.Kind] = [
        "": .unavailable,  // libpq's own: the connection was lost
        "08": .unavailable,  // connection exception
        "23": .constraint(.check),
        "40": .serialization,  // transaction rollback
        "53": .unavailable,  // insufficient resources
        "57": .unavailable,  // operator intervention: shutdown, crash of another connection
        "58": .unavailable,  // system error: the disk
    ]
}
