package import Model
internal import SQL

extension Transaction {
    /// Keys or personal access tokens of the users that the caller may read.
    package borrowing func credentials(
        _ kind: MachineCredential.Kind, _ search: MachineCredential.Search, visibleTo caller: Caller
    ) throws(DomainError) -> PageResult<MachineCredential> {
        let source: StaticString =
            switch kind {
            case .key: "FROM machine_keys c JOIN users u ON u.id = c.user_id"
            case .personalAccessToken: "FROM personal_access_tokens c JOIN users u ON u.id = c.user_id"
            }
        return try page(
            "SELECT c.id, c.user_id, u.organization_id, c.expires_at, c.created_at, c.sequence", from: source,
            where: { query in
                query.append(usersVisibleTo: caller)
                for filter in search.filters { query.append(filter) }
            },
            order: { $0.append(search.sorting, search.page) }, decode: MachineCredential.init(row:))
    }
}

extension SQLQuery {
    fileprivate mutating func append(_ filter: MachineCredential.Filter) {
        append(" AND ")
        switch filter {
        case .id(let id): append("c.id = $1", id)
        case .user(let id): append("c.user_id = $1", id)
        case .organization(let id): append("u.organization_id = $1", id)
        case .created(let match): append("c.created_at", matches: match)
        case .expires(let match): append("c.expires_at", matches: match)
        }
    }

    fileprivate mutating func append(_ sorting: MachineCredential.Sorting, _ page: Page) {
        let column: StaticString =
            switch sorting {
            case .creationDate: "c.created_at"
            case .id: "c.id"
            case .userID: "c.user_id"
            case .organizationID: "u.organization_id"
            case .expirationDate: "c.expires_at"
            }
        append(orderedBy: column, then: "c.id", page)
    }
}

extension MachineCredential {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            id: try row.text("id"), userID: try row.value("user_id"),
            organizationID: try row.value("organization_id"), expiresAt: try row.timestamp("expires_at"),
            createdAt: try row.timestamp("created_at"), sequence: try row.integer("sequence"))
    }
}
