internal import Model
internal import SQL

extension Transaction {
    /// One page of a list and the number of all its rows.
    /// - Parameters:
    ///   - columns: `SELECT` and the columns.
    ///   - source: `FROM` and the joins.
    ///   - condition: appends what follows `WHERE`.
    ///   - order: appends the order and the page.
    borrowing func page<Row: Sendable>(
        _ columns: StaticString, from source: StaticString, where condition: (inout SQLQuery) -> Void,
        order: (inout SQLQuery) -> Void, decode: (borrowing SQLRow) throws(DomainError) -> Row
    ) throws(DomainError) -> PageResult<Row> {
        var count = SQLQuery("SELECT COUNT(*) AS total ")
        count.append(source)
        count.append(" WHERE ")
        condition(&count)
        let total = try first(count) { (row) throws(DomainError) in try row.integer("total") }
        var rows = SQLQuery(columns)
        rows.append(" ")
        rows.append(source)
        rows.append(" WHERE ")
        condition(&rows)
        order(&rows)
        return PageResult(rows: try all(rows, decode: decode), total: total ?? 0)
    }
}
