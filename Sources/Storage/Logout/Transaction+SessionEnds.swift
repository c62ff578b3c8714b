package import Model
package import Platform
internal import SQL

/// Sessions that end together.
package enum EndingSessions: Sendable, Hashable {
    case one(Model.Session.ID)
    case of(User.ID)
    /// Of a user, all but one, in which more than a name was proven.
    case proven(User.ID, except: Model.Session.ID?)
    /// Of all users of an organization.
    case within(Organization.ID)
}

extension Transaction {
    /// Notes that a session signed in to an application that wants to be told when the session ends.
    package borrowing func noteSignIn(
        _ session: Model.Session.ID, toClient clientID: String
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO session_clients (session_id, client_id) VALUES ($1, $2)
            ON CONFLICT (session_id, client_id) DO NOTHING
            """,
            session, clientID)
    }

    /// Puts what the applications of these sessions are to be told into the outbox, before the sessions end. Sessions
    /// that have ended are left out: their applications were told.
    borrowing func postLogoutNotices(of sessions: EndingSessions, at now: Timestamp) throws(DomainError) {
        var query = SQLQuery(
            """
            SELECT s.id AS session_id, s.user_id, a.client_id, a.configuration, a.authentication_method
            FROM sessions s
            JOIN session_clients c ON c.session_id = s.id
            JOIN applications a ON a.client_id = c.client_id
            WHERE s.terminated_at IS NULL AND s.user_id IS NOT NULL AND 
            """)
        query.append(sessions)
        for listener in try all(query, decode: Listener.init(row:)) { try post(to: listener, at: now) }
    }

    /// Puts into the outbox what the applications of sessions are to be told that ran out before a moment. An application
    /// is forgotten as it is told, in one statement, so that of many runs one tells it.
    /// - Returns: how many applications of sessions were forgotten; fewer than the batch when none is left.
    borrowing func postLogoutNotices(
        ofSessionsExpired moment: Timestamp, atMost batch: Int, at now: Timestamp
    ) throws(DomainError) -> Int {
        let signedIn = try all(
            """
            DELETE FROM session_clients
            WHERE (session_id, client_id) IN (
                SELECT c.session_id, c.client_id
                FROM sessions s
                JOIN session_clients c ON c.session_id = s.id
                WHERE s.expires_at <= $1 AND s.terminated_at IS NULL
                LIMIT $2
            )
            RETURNING session_id, client_id
            """,
            moment, batch
        ) { (row) throws(DomainError) in (session: try row.text("session_id"), client: try row.text("client_id")) }
        for one in signedIn {
            let listener = try first(
                """
                SELECT s.id AS session_id, s.user_id, a.client_id, a.configuration, a.authentication_method
                FROM sessions s, applications a
                WHERE s.id = $1 AND s.user_id IS NOT NULL AND a.client_id = $2
                """,
                one.session, one.client, decode: Listener.init(row:))
            if let listener { try post(to: listener, at: now) }
        }
        return signedIn.count
    }

    private borrowing func post(to listener: Listener, at now: Timestamp) throws(DomainError) {
        guard !listener.uri.isEmpty else { return }
        try execute(
            """
            INSERT INTO logout_notices (
                id, client_id, uri, session_id, user_id, state, attempts, due_at, holder, reason, created_at,
                changed_at
            ) VALUES ($1, $2, $3, $4, $5, 'waiting', 0, $6, '', '', $6, $6)
            """,
            ids.nextID(), listener.clientID, listener.uri, listener.sessionID, listener.userID, now)
    }
}

extension Database {
    /// Nodes whose clocks differ by less do not tell of a session's end before it is over on all of them.
    private static let clockDifference = Duration.seconds(60)

    /// Puts into the outbox what applications are to be told about sessions that have run out, in small batches.
    /// - Returns: how many sign-ins to applications that were.
    package func tellOfExpiredSessions(at now: Timestamp, batch: Int = 100) async throws(DomainError) -> Int {
        var total = 0
        while true {
            let told = try await write { (tx) throws(DomainError) in
                try tx.postLogoutNotices(ofSessionsExpired: now - Self.clockDifference, atMost: batch, at: now)
            }
            total += told
            // A cancelled job stops between two batches.
            if told < batch || Task.isCancelled { return total }
        }
    }
}

extension SQLQuery {
    /// Appends the condition for rows of `sessions s`.
    mutating func append(_ sessions: EndingSessions) {
        switch sessions {
        case .one(let id): append("s.id = $1", id)
        case .of(let user): append("s.user_id = $1", user)
        case .proven(let user, let kept):
            append(
                """
                s.user_id = $1 AND s.id <> $2 AND COALESCE(
                    s.password_verified_at, s.web_authn_verified_at, s.intent_verified_at, s.totp_verified_at,
                    s.otp_sms_verified_at, s.otp_email_verified_at, s.recovery_code_verified_at
                ) IS NOT NULL
                """,
                user, kept?.rawValue ?? "")
        case .within(let organization):
            append("s.user_id IN (SELECT id FROM users WHERE organization_id = $1)", organization)
        }
    }
}

/// An application that a session signed in to.
private struct Listener {
    let sessionID: Model.Session.ID
    let userID: User.ID
    let clientID: String
    /// Empty when it does not want to know any more.
    let uri: String

    init(row: borrowing SQLRow) throws(DomainError) {
        sessionID = try row.value("session_id")
        userID = try row.value("user_id")
        clientID = try row.text("client_id")
        let method: ClientAuthenticationMethod = try row.value("authentication_method")
        uri = try OIDCConfiguration(stored: row, authenticationMethod: method).backChannelLogoutURI
    }
}
