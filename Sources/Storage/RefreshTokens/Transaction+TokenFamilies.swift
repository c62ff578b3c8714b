package import Model
package import Platform
internal import SQL

extension Transaction {
    /// - Throws: `missing` when the application or the user is gone.
    package borrowing func insert(_ family: TokenFamily, missing: DomainError) throws(DomainError) {
        try execute(
            """
            INSERT INTO token_families (
                id, client_id, user_id, grant_details, generation, rotated_at, expires_at, last_expires_at, created_at
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            family.id, family.clientID, family.userID, JSONValue.object(family.authorization.stored).text,
            family.generation, family.rotatedAt, family.keptUntil, family.lastExpiresAt, family.createdAt,
            missing: missing)
    }

    package borrowing func tokenFamily(_ id: TokenFamily.ID) throws(DomainError) -> TokenFamily? {
        try first(
            """
            SELECT id, client_id, user_id, grant_details, generation, rotated_at, revoked_at, expires_at,
                last_expires_at, created_at
            FROM token_families
            WHERE id = $1
            """,
            id, decode: TokenFamily.init(row:))
    }

    /// Makes the next refresh token the one that counts. Of many concurrent uses exactly one returns `true`.
    /// - Parameter keptUntil: of the family from now on; `nil` as before, which spares the store a change of an index.
    package borrowing func rotate(
        _ family: TokenFamily, at now: Timestamp, keptUntil: Timestamp?
    ) throws(DomainError) -> Bool {
        guard let keptUntil else {
            return try execute(
                """
                UPDATE token_families SET generation = generation + 1, rotated_at = $3
                WHERE id = $1 AND generation = $2 AND revoked_at IS NULL
                """,
                family.id, family.generation, now) == 1
        }
        return try execute(
            """
            UPDATE token_families SET generation = generation + 1, rotated_at = $3, expires_at = $4
            WHERE id = $1 AND generation = $2 AND revoked_at IS NULL
            """,
            family.id, family.generation, now, keptUntil) == 1
    }

    /// Ends a family for good. Ending it again changes nothing.
    package borrowing func revokeFamily(_ id: TokenFamily.ID, at now: Timestamp) throws(DomainError) {
        try execute("UPDATE token_families SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL", id, now)
    }

    /// Ends all families of a user that are not over, with the tokens that they gave.
    /// - Parameter expiry: when the last of those tokens has expired.
    package borrowing func revokeFamilies(
        of user: User.ID, endingTokensUntil expiry: Timestamp, at now: Timestamp
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO revoked_tokens (token_id, expires_at)
            SELECT f.id, CAST($2 AS BIGINT) FROM token_families f WHERE f.user_id = $1 AND f.revoked_at IS NULL
            ON CONFLICT (token_id) DO NOTHING
            """,
            user, expiry)
        try execute(
            "UPDATE token_families SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL", user, now)
    }
}

extension Transaction {
    /// Ends all families that a user has at one application, and what codes, requests and devices gave without a refresh
    /// token: their rows are kept for longer than those tokens live (``Database/removeExpired(at:tokenLifetime:)``).
    /// - Parameter expiry: when the last of their tokens has expired.
    package borrowing func revokeFamilies(
        of user: User.ID, at clientID: String, endingTokensUntil expiry: Timestamp, at now: Timestamp
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO revoked_tokens (token_id, expires_at)
            SELECT f.id, CAST($3 AS BIGINT) FROM token_families f
            WHERE f.user_id = $1 AND f.client_id = $2 AND f.revoked_at IS NULL
            UNION
            SELECT COALESCE(q.family_id, q.id), CAST($3 AS BIGINT) FROM auth_requests q
            WHERE q.user_id = $1 AND q.client_id = $2
            UNION
            SELECT v.id, CAST($3 AS BIGINT) FROM device_authorizations v
            WHERE v.user_id = $1 AND v.client_id = $2
            ON CONFLICT (token_id) DO NOTHING
            """,
            user, clientID, expiry)
        try execute(
            "UPDATE token_families SET revoked_at = $3 WHERE user_id = $1 AND client_id = $2 AND revoked_at IS NULL",
            user, clientID, now)
    }
}

extension TokenFamily.ID: SQLEncodable {}

extension TokenFamily {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            id: try row.value("id"), clientID: try row.text("client_id"), userID: try row.value("user_id"),
            authorization: FamilyAuthorization(stored: try row.object("grant_details")),
            generation: try row.integer("generation"), rotatedAt: try row.timestamp("rotated_at"),
            revokedAt: try row.optionalTimestamp("revoked_at"), keptUntil: try row.timestamp("expires_at"),
            lastExpiresAt: try row.timestamp("last_expires_at"), createdAt: try row.timestamp("created_at"))
    }
}

extension FamilyAuthorization {
    /// A JSON object without what is absent.
    fileprivate var stored: JSONObject {
        var object: JSONObject = ["scope": .string(scopes.text)]
        func set(_ name: String, _ values: [String]) {
            if !values.isEmpty { object.append(name, .array(values.map { .string($0) })) }
        }
        set("audience", audience)
        set("amr", methods)
        if let authenticatedAt { object.append("authenticatedAt", .integer(authenticatedAt.milliseconds)) }
        if let sessionID { object.append("sessionId", .string(sessionID.rawValue)) }
        set("idTokenClaims", claims.idToken)
        set("userinfoClaims", claims.userInfo)
        if let contextClass { object.append("acr", .string(contextClass.rawValue)) }
        return object
    }

    fileprivate init(stored object: JSONObject) {
        func texts(_ name: String) -> [String] { object[name]?.arrayValue?.compactMap(\.stringValue) ?? [] }
        self.init(
            scopes: ScopeSet(stored: Array((object["scope"]?.stringValue ?? "").utf8)[...]),
            audience: texts("audience"), methods: texts("amr"),
            authenticatedAt: object["authenticatedAt"]?.integerValue.map { Timestamp(milliseconds: $0) },
            sessionID: object["sessionId"]?.stringValue.map { Model.Session.ID($0) },
            claims: RequestedClaims(idToken: texts("idTokenClaims"), userInfo: texts("userinfoClaims")),
            contextClass: object["acr"]?.stringValue.flatMap { ContextClass(rawValue: $0) })
    }
}
