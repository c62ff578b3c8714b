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
        append("(FALSE")
        for column in columns { append(or: column, isOneOf: organizations.sorted()) }
        if let project { append(or: project, isOneOf: projects.sorted()) }
        if let grant { append(or: grant, isOneOf: grants.sorted()) }
        append(")")
    }

    private mutating func append(or column: StaticString, isOneOf list: [any SQLEncodable]) {
        guard !list.isEmpty else { return }
        append(" OR ")
        append(column, isOneOf: list)
    }
}
