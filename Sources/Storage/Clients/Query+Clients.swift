package import Model
package import Platform
internal import SQL

extension Query where Value == Client? {
    /// An application that may use the OAuth endpoints: it, its project and its organization are active.
    package static func activeClient(_ clientID: String) -> Query {
        first(
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

    /// An application, active or not.
    package static func client(_ clientID: String) -> Query {
        first(
            """
            SELECT a.id, a.client_id, a.project_id, a.type, a.authentication_method, a.secret_digest, a.configuration,
                p.role_assertion
            FROM applications a
            JOIN projects p ON p.id = a.project_id
            WHERE a.client_id = $1
            """,
            clientID, decode: Client.init(row:))
    }
}

extension Query where Value == ClientKey? {
    /// The same, by a key of the application.
    package static func activeClient(key id: AuthenticationKey.ID) -> Query {
        first(
            """
            SELECT a.id, a.client_id, a.project_id, a.type, a.authentication_method, a.secret_digest, a.configuration,
                p.role_assertion, k.public_key, k.expires_at
            FROM application_keys k
            JOIN applications a ON a.id = k.application_id
            JOIN projects p ON p.id = a.project_id
            JOIN organizations o ON o.id = p.organization_id
            WHERE k.id = $1 AND a.state = 'active' AND p.state = 'active' AND o.state = 'active'
            """,
            id
        ) { (row) throws(DomainError) in
            ClientKey(
                client: try Client(row: row), publicKey: try row.blob("public_key"),
                expiresAt: try row.timestamp("expires_at"))
        }
    }
}

extension Query where Value == [String] {
    /// The keys of the roles that the project of an application defines.
    package static func roleKeys(ofProjectOfClient clientID: String) -> Query {
        all(
            """
            SELECT r.key
            FROM applications a
            JOIN project_roles r ON r.project_id = a.project_id
            WHERE a.client_id = $1
            ORDER BY r.key
            """,
            clientID
        ) { (row) throws(DomainError) in try row.text("key") }
    }
}

/// A key of an application, with the application.
package struct ClientKey: Sendable {
    package let client: Client
    /// SubjectPublicKeyInfo in DER.
    package let publicKey: [UInt8]
    package let expiresAt: Timestamp
}

extension Client {
    fileprivate convenience init(row: borrowing SQLRow) throws(DomainError) {
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
