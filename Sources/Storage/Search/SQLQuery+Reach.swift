internal import Model
internal import SQL

extension SQLQuery {
    /// Appends a condition that holds for the rows within a caller's reach: those with one of its organizations in one
    /// of the columns, or in its projects, or under its grants.
    mutating func append(
        within reach: Caller.Reach, organizations columns: [StaticString], project: StaticString? = nil,
        grant: StaticString? = nil
    ) {
        guard case .limited(let organizations, let projects, let grants) = reach else {
            append("TRUE")
            return
        }
        // Alone, so that it is seen that an index serves it.
        if columns.count == 1, project == nil, grant == nil {
            append(columns[0], isOneOf: organizations.sorted())
            return
        }
        var parts: [(column: StaticString, list: [any SQLEncodable])] = columns.map { ($0, organizations.sorted()) }
        if let project { parts.append((project, projects.sorted())) }
        if let grant { parts.append((grant, grants.sorted())) }
        parts.removeAll(where: \.list.isEmpty)
        append("(")
        // One that never holds would keep the others from their indices.
        if parts.isEmpty { append("FALSE") }
        for (index, part) in parts.enumerated() {
            if index > 0 { append(" OR ") }
            append(part.column, isOneOf: part.list)
        }
        append(")")
    }
}
