package import Model
package import SQL

/// An open transaction. It cannot leave the closure that received it.
///
/// Once a statement has failed the transaction is lost: later statements fail as well and nothing is committed, even
/// if the body catches the error. That is how every engine behaves here, so that none surprises.
package struct Transaction: ~Copyable {
    let session: Session

    init(_ session: Session) {
        self.session = session
    }

    var ids: IDGenerator { session.ids }

    /// The first row of a query, or of a change with `RETURNING`; such a change is carried out completely.
    /// - Parameters:
    ///   - values: bound to `$1`, `$2`, …
    ///   - conflict: thrown when a unique index refuses the change.
    ///   - missing: thrown when a reference to another row leads nowhere.
    package borrowing func first<T>(
        _ sql: SQLText, _ values: any SQLEncodable..., conflict: DomainError? = nil, missing: DomainError? = nil,
        decode: (borrowing SQLRow) throws(DomainError) -> T
    ) throws(DomainError) -> T? {
        try session.first(sql, values.map(\.sqlValue), .init(conflict: conflict, missing: missing), decode)
    }

    /// All rows. The statement bounds their number.
    package borrowing func all<T>(
        _ sql: SQLText, _ values: any SQLEncodable..., conflict: DomainError? = nil, missing: DomainError? = nil,
        decode: (borrowing SQLRow) throws(DomainError) -> T
    ) throws(DomainError) -> [T] {
        try session.all(sql, values.map(\.sqlValue), .init(conflict: conflict, missing: missing), decode)
    }

    /// Carries out a change.
    /// - Parameters:
    ///   - conflict: thrown when a unique index refuses it.
    ///   - missing: thrown when a reference to another row leads nowhere, or a row that others refer to would go.
    /// - Returns: the number of changed rows.
    @discardableResult
    package borrowing func execute(
        _ sql: SQLText, _ values: any SQLEncodable..., conflict: DomainError? = nil, missing: DomainError? = nil
    ) throws(DomainError) -> Int {
        try session.execute(sql, values.map(\.sqlValue), .init(conflict: conflict, missing: missing))
    }

    /// The first row of a composed query.
    package borrowing func first<T>(
        _ query: SQLQuery, decode: (borrowing SQLRow) throws(DomainError) -> T
    ) throws(DomainError) -> T? {
        try session.first(query.text, query.values, .init(), decode)
    }

    /// All rows of a composed query.
    package borrowing func all<T>(
        _ query: SQLQuery, decode: (borrowing SQLRow) throws(DomainError) -> T
    ) throws(DomainError) -> [T] {
        try session.all(query.text, query.values, .init(), decode)
    }

    /// Carries out a composed change.
    @discardableResult
    package borrowing func execute(
        _ query: SQLQuery, conflict: DomainError? = nil, missing: DomainError? = nil
    ) throws(DomainError) -> Int {
        try session.execute(query.text, query.values, .init(conflict: conflict, missing: missing))
    }
}
