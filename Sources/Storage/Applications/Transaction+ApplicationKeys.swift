package import Model
internal import SQL

extension Transaction {
    /// - Parameter publicKey: SubjectPublicKeyInfo in DER.
    package borrowing func insert(_ key: ApplicationKey, publicKey: [UInt8]) throws(DomainError) {
        try execute(
            """
            INSERT INTO application_keys (id, application_id, public_key, expires_at, created_at)
            VALUES ($1, $2, $3, $4, $5)
            """,
            key.id, key.applicationID, publicKey, key.expiresAt, key.createdAt)
    }

    package borrowing func applicationKey(_ id: AuthenticationKey.ID) throws(DomainError) -> ApplicationKey? {
        try first(
            """
            SELECT k.id, k.application_id, a.project_id, p.organization_id, k.expires_at, k.created_at
            FROM application_keys k
            JOIN applications a ON a.id = k.application_id
            JOIN projects p ON p.id = a.project_id
            WHERE k.id = $1
            """,
            id, decode: ApplicationKey.init(row:))
    }

    package borrowing func deleteApplicationKey(_ id: AuthenticationKey.ID) throws(DomainError) {
        try execute("DELETE FROM application_keys WHERE id = $1", id)
    }

    package borrowing func applicationKeys(
        _ search: ApplicationKey.Search, within reach: Caller.Reach
    ) throws(DomainError) -> PageResult<ApplicationKey> {
        try page(
            "SELECT k.id, k.application_id, a.project_id, p.organization_id, k.expires_at, k.created_at",
            from: """
                FROM application_keys k
                JOIN applications a ON a.id = k.application_id
                JOIN projects p ON p.id = a.project_id
                """,
            where: { query in
                query.append(within: reach, organizations: ["p.organization_id"], project: "p.id")
                for filter in search.filters { query.append(filter) }
            },
            order: { $0.append(search.sorting, search.page) }, decode: ApplicationKey.init(row:))
    }
}

extension SQLQuery {
    fileprivate mutating func append(_ filter: ApplicationKey.Filter) {
        append(" AND ")
        switch filter {
        case .application(let id): append("k.application_id = $1", id)
        case .project(let id): append("a.project_id = $1", id)
        case .organization(let id): append("p.organization_id = $1", id)
        }
    }

    fileprivate mutating func append(_ sorting: ApplicationKey.Sorting, _ page: Page) {
        let column: StaticString =
            switch sorting {
            case .id: "k.id"
            case .projectID: "a.project_id"
            case .applicationID: "k.application_id"
            case .creationDate: "k.created_at"
            case .organizationID: "p.organization_id"
            case .expiration: "k.expires_at"
            }
        append(orderedBy: column, then: "k.id", page)
    }
}

extension ApplicationKey {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            id: try row.value("id"), applicationID: try row.value("application_id"),
            projectID: try row.value("project_id"), organizationID: try row.value("organization_id"),
            expiresAt: try row.timestamp("expires_at"), createdAt: try row.timestamp("created_at"))
    }
}
