internal import SQL

/// A column as it crosses from one engine to another.
enum StoredColumn: Sendable {
    case text(StaticString)
    case integer(StaticString)
    case boolean(StaticString)
    case blob(StaticString)

    var name: StaticString {
        switch self {
        case .text(let name), .integer(let name), .boolean(let name), .blob(let name): name
        }
    }

    func value(_ cursor: any SQLCursor) throws(SQLError) -> SQLValue {
        switch self {
        case .text(let name): try cursor.text(name).map { .text($0) } ?? .null
        case .integer(let name): try cursor.integer(name).map { .integer($0) } ?? .null
        case .boolean(let name): try cursor.boolean(name).map { .boolean($0) } ?? .null
        case .blob(let name): try cursor.blob(name).map { .blob($0) } ?? .null
        }
    }
}

/// A table of the schema, with what it takes to carry its rows to another store.
struct StoredTable: Sendable {
    let name: StaticString
    /// The columns of the primary key.
    let key: [StaticString]
    let columns: [StoredColumn]

    init(_ name: StaticString, key: [StaticString], columns: [StoredColumn]) {
        self.name = name
        self.key = key
        self.columns = columns
    }
}

extension StoredTable {
    /// Rows in the order of their keys, after the one with the given key.
    func rows(after last: [SQLValue]?, limit: Int) -> SQLQuery {
        var query = SQLQuery("SELECT ")
        query.append(names: columns.map(\.name))
        query.append(" FROM ")
        query.append(name)
        if let last {
            query.append(" WHERE (")
            query.append(names: key)
            query.append(") >", list: last)
        }
        query.append(" ORDER BY ")
        query.append(names: key)
        query.append(" LIMIT $1", limit)
        return query
    }

    /// The names of all tables that are not empty.
    static var tablesWithRows: SQLQuery {
        var query = SQLQuery("SELECT table_name FROM (SELECT '' AS table_name, FALSE AS is_filled")
        for table in all {
            query.append(" UNION ALL SELECT '")
            query.append(table.name)
            query.append("', EXISTS (SELECT 1 FROM ")
            query.append(table.name)
            query.append(")")
        }
        query.append(") t WHERE is_filled")
        return query
    }

    func insertion(_ rows: [[SQLValue]]) -> SQLQuery {
        var query = SQLQuery("INSERT INTO ")
        query.append(name)
        query.append(" (")
        query.append(names: columns.map(\.name))
        query.append(") VALUES")
        for (offset, row) in rows.enumerated() { query.append(offset == 0 ? "" : ",", list: row) }
        return query
    }

    func key(of row: [SQLValue]) -> [SQLValue] {
        key.compactMap { part in
            columns.firstIndex { $0.name.description == part.description }.map { row[$0] }
        }
    }
}

extension SQLQuery {
    fileprivate mutating func append(names: [StaticString]) {
        for (offset, name) in names.enumerated() {
            if offset > 0 { append(", ") }
            append(name)
        }
    }
}
