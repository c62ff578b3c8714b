/// The part of a list that is asked for.
package struct Page: Sendable, Hashable {
    package let offset: Int64
    package let limit: Int64
    package let isAscending: Bool

    package init(offset: Int64 = 0, limit: Int64 = 100, isAscending: Bool = false) {
        self.offset = offset
        self.limit = limit
        self.isAscending = isAscending
    }
}

/// One page of a list and the number of all its rows.
package struct PageResult<Row: Sendable>: Sendable {
    package let rows: [Row]
    package let total: Int64

    package init(rows: [Row], total: Int64) {
        self.rows = rows
        self.total = total
    }
}
