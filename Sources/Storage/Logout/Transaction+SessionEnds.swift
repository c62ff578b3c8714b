package import Model
internal import Platform
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
        let listeners = try all(query, decode: Listener.init(row:))
        for listener in listeners where !listener.uri.isEmpty {
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
