internal import Model
internal import SQL

extension Transaction {
    /// One page of a list and the number of all its rows.
    /// - Parameters:
    ///   - columns: `SELECT` and the columns.
    ///   - source: `FROM` and the joins.
    ///   - counted: `FROM` and those of the joins that the condition needs, where these are fewer.
    ///   - condition: appends what follows `WHERE`.
    ///   - order: appends the order and the page.
    borrowing func page<Row: Sendable>(
        _ columns: StaticString, from source: StaticString, counting counted: StaticString? = nil,
        where condition: (inout SQLQuery) -> Void,
        order: (inout SQLQuery) -> Void, decode: (borrowing SQLRow) throws(DomainError) -> Row
    ) throws(DomainError) -> PageResult<Row> {
        var query = SQLQuery(columns)
        query.append(" ")
        query.append(source)
        query.append(" WHERE ")
        condition(&query)
        order(&query)
        return PageResult(
            rows: try all(query, decode: decode), total: try count(counted ?? source, where: condition))
    }

    /// How many rows there are.
    /// - Parameters:
    ///   - source: `FROM` and the joins.
    ///   - condition: appends what follows `WHERE`.
    borrowing func count(
        _ source: StaticString, where condition: (inout SQLQuery) -> Void
    ) throws(DomainError) -> Int64 {
        var query = SQLQuery("SELECT COUNT(*) AS total ")
        query.append(source)
        query.append(" WHERE ")
        condition(&query)
        return try first(query) { (row) throws(DomainError) in try row.integer("total") } ?? 0
    }
}
