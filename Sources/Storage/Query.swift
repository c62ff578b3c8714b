package import Model
package import SQL

/// A question to the store, as a value: statements that only read, and how to make the answer of their rows.
///
/// Questions that do not depend on one another are joined with ``and(_:)`` and asked together, so that a store across a
/// network is asked once. ``Database/read(_:)-(Query<Value>)`` asks outside of a transaction, `Transaction.answer(to:)`
/// inside of one.
package struct Query<Value: Sendable>: Sendable {
    /// All that is asked of the store.
    let statements: [SQLStatement]
    let answer: @Sendable (Session) throws(DomainError) -> Value

    private init(
        _ statements: [SQLStatement], _ answer: @escaping @Sendable (Session) throws(DomainError) -> Value
    ) {
        self.statements = statements
        self.answer = answer
    }

    /// A question whose answer is known: nothing is asked.
    package init(answer value: Value) {
        self.init([]) { _ in value }
    }

    /// The first row, or `nil`.
    package static func first<Row: Sendable>(
        _ sql: SQLText, _ values: any SQLEncodable...,
        decode: @escaping @Sendable (borrowing SQLRow) throws(DomainError) -> Row
    ) -> Query where Value == Row? {
        let statement = SQLStatement(sql, values.map(\.sqlValue))
        return Query([statement]) { (session) throws(DomainError) in
            try session.answer(to: statement) { (statement) throws(DomainError) in
                try session.first(statement.sql, statement.values, .init(), decode)
            }
        }
    }

    /// All rows. The statement bounds their number.
    package static func all<Row: Sendable>(
        _ sql: SQLText, _ values: any SQLEncodable...,
        decode: @escaping @Sendable (borrowing SQLRow) throws(DomainError) -> Row
    ) -> Query where Value == [Row] {
        let statement = SQLStatement(sql, values.map(\.sqlValue))
        return Query([statement]) { (session) throws(DomainError) in
            try session.answer(to: statement) { (statement) throws(DomainError) in
                try session.all(statement.sql, statement.values, .init(), decode)
            }
        }
    }

    /// Both questions as one.
    package func and<Other: Sendable>(_ other: Query<Other>) -> Query<(Value, Other)> {
        Query<(Value, Other)>(statements + other.statements) { (session) throws(DomainError) in
            (try answer(session), try other.answer(session))
        }
    }

    package func map<Other: Sendable>(
        _ transform: @escaping @Sendable (Value) throws(DomainError) -> Other
    ) -> Query<Other> {
        Query<Other>(statements) { (session) throws(DomainError) in try transform(try answer(session)) }
    }
}

extension Transaction {
    /// Asks inside of this transaction.
    package borrowing func answer<Value: Sendable>(to query: Query<Value>) throws(DomainError) -> Value {
        try query.answer(session)
    }
}
