package import Model
package import Platform
internal import SQL

extension Transaction {
    /// An application that may use the OAuth endpoints: it, its project and its organization are active.
    package borrowing func activeClient(_ clientID: String) throws(DomainError) -> Client? {
        try first(
            """
            SELECT a.id, a.client_id, a.project_id, a.type, a.authentication_method, a.secret_digest, a.configuration,
                p.role_assertion
            FROM applications a
            JOIN projects p ON p.id = a.project_id
            JOIN organizations o ON o.id = p.organization_id
            WHERE a.client_id = $1 AND a.state = 'active' AND p.state = 'active' AND o.state = 'active'
            """,
            clientID, decode: Client.init(row:))
    }

    /// The same, by a key of the application, with the key.
    package borrowing func activeClient(
        key id: AuthenticationKey.ID, at now: Timestamp
    ) throws(DomainError) -> (client: Client, publicKey: [UInt8])? {
        try first(
            """
            SELECT a.id, a.client_id, a.project_id, a.type, a.authentication_method, a.secret_digest, a.configuration,
                p.role_assertion, k.public_key
            FROM application_keys k
            JOIN applications a ON a.id = k.application_id
            JOIN projects p ON p.id = a.project_id
            JOIN organizations o ON o.id = p.organization_id
            WHERE k.id = $1 AND k.expires_at > $2 AND a.state = 'active' AND p.state = 'active' AND o.state = 'active'
            """,
            id, now
        ) { (row) throws(DomainError) in
            (try Client(row: row), try row.blob("public_key"))
        }
    }

    /// The keys of the roles that a project defines.
    package borrowing func roleKeys(of project: Project.ID) throws(DomainError) -> [String] {
        try all(
            """
            SELECT key FROM project_roles WHERE project_id = $1 ORDER BY key
            """,
            project
        ) { (row) throws(DomainError) in try row.text("key") }
    }
}

extension Client {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        let method: ClientAuthenticationMethod = try row.value("authentication_method")
        let configuration: Application.Configuration =
            try row.text("type") == "api"
            ? .api(method) : .oidc(try OIDCConfiguration(stored: row, authenticationMethod: method))
        self.init(
            applicationID: try row.value("id"), clientID: try row.text("client_id"),
            projectID: try row.value("project_id"), projectRoleAssertion: try row.boolean("role_assertion"),
            configuration: configuration, secretDigest: try row.optionalBlob("secret_digest"))
    }
}
