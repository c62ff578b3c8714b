package import Model
package import Platform
internal import SQL

/// A request as it is stored: with what became of it.
package struct StoredAuthRequest: Sendable, Hashable {
    package let request: AuthRequest
    package let state: AuthRequest.State
    /// Once it is granted.
    package let signIn: SignIn?
    /// Once it is refused.
    package let refusal: AuthorizationRefusal?
    /// Once its code was exchanged.
    package let familyID: TokenFamily.ID?

    /// What its application is told; `nil` while nobody has answered.
    package var answer: AuthorizationOutcome.Answer? {
        signIn.map { .granted($0) } ?? refusal.map { .refused($0) }
    }
}

extension Transaction {
    /// - Throws: `missing` when the application is gone.
    package borrowing func insert(_ request: AuthRequest, missing: DomainError) throws(DomainError) {
        try execute(
            """
            INSERT INTO auth_requests (
                id, client_id, login_client_id, parameters, state, authentication_methods, expires_at, created_at
            ) VALUES ($1, $2, $3, $4, 'waiting', '', $5, $6)
            """,
            request.id, request.clientID, request.loginClientID?.rawValue,
            JSONValue.object(request.parameters.stored).text, request.expiresAt, request.createdAt, missing: missing)
    }

    package borrowing func authRequest(_ id: AuthRequest.ID) throws(DomainError) -> StoredAuthRequest? {
        try first(
            """
            SELECT id, client_id, login_client_id, parameters, state, user_id, session_id, authenticated_at,
                authentication_methods, family_id, refusal, expires_at, created_at
            FROM auth_requests
            WHERE id = $1
            """,
            id, decode: StoredAuthRequest.init(row:))
    }

    /// - Parameter expiry: of the code.
    /// - Returns: `false` when the request was answered before.
    package borrowing func grant(
        _ id: AuthRequest.ID, to signIn: SignIn, codeUntil expiry: Timestamp
    ) throws(DomainError) -> Bool {
        try execute(
            """
            UPDATE auth_requests
            SET state = 'granted', user_id = $2, session_id = $3, authenticated_at = $4, authentication_methods = $5,
                expires_at = $6
            WHERE id = $1 AND state = 'waiting'
            """,
            id, signIn.userID, signIn.sessionID, signIn.authenticatedAt, signIn.methods.joined(separator: " "),
            expiry) == 1
    }

    /// Puts a later sign-in of the same person in the place of the one that the request was granted to. The code is as old
    /// as before.
    /// - Returns: `false` when it is another person's, or the code was exchanged.
    package borrowing func regrant(_ id: AuthRequest.ID, to signIn: SignIn) throws(DomainError) -> Bool {
        try execute(
            """
            UPDATE auth_requests
            SET session_id = $3, authenticated_at = $4, authentication_methods = $5
            WHERE id = $1 AND state = 'granted' AND user_id = $2
            """,
            id, signIn.userID, signIn.sessionID, signIn.authenticatedAt, signIn.methods.joined(separator: " ")) == 1
    }

    /// - Returns: `false` when the request was answered before.
    package borrowing func refuse(
        _ id: AuthRequest.ID, as refusal: AuthorizationRefusal
    ) throws(DomainError) -> Bool {
        try execute(
            "UPDATE auth_requests SET state = 'refused', refusal = $2 WHERE id = $1 AND state = 'waiting'", id,
            JSONValue.object(refusal.stored).text) == 1
    }

    /// Spends the code of a request.
    /// - Returns: `false` when it was spent before.
    package borrowing func redeem(_ id: AuthRequest.ID, as family: TokenFamily.ID) throws(DomainError) -> Bool {
        try execute(
            "UPDATE auth_requests SET state = 'redeemed', family_id = $2 WHERE id = $1 AND state = 'granted'", id,
            family) == 1
    }
}

extension AuthRequest.ID: SQLEncodable {}

extension StoredAuthRequest {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        request = AuthRequest(
            id: try row.value("id"), clientID: try row.text("client_id"),
            loginClientID: try row.optionalValue("login_client_id"), parameters: try AuthParameters(stored: row),
            createdAt: try row.timestamp("created_at"), expiresAt: try row.timestamp("expires_at"))
        state = try row.value("state")
        familyID = try row.optionalValue("family_id")
        refusal = try row.optionalText("refusal") == nil ? nil : AuthorizationRefusal(stored: row)
        if let user: User.ID = try row.optionalValue("user_id"),
            let session: Model.Session.ID = try row.optionalValue("session_id"),
            let moment = try row.optionalTimestamp("authenticated_at")
        {
            signIn = SignIn(
                userID: user, sessionID: session, authenticatedAt: moment,
                methods: try row.text("authentication_methods").split(separator: " ").map(String.init))
        } else {
            signIn = nil
        }
    }
}
