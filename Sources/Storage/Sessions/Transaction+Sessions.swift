package import Model
package import Platform
internal import SQL

extension Transaction {
    package borrowing func session(_ id: Model.Session.ID) throws(DomainError) -> Model.Session? {
        try answer(to: .session(id))
    }

    package borrowing func insert(_ session: Model.Session) throws(DomainError) {
        let factors = session.factors
        try execute(
            """
            INSERT INTO sessions (
                id, token_id, creator_id, user_id, user_verified_at, password_verified_at, web_authn_verified_at,
                is_web_authn_user_verified, intent_verified_at, totp_verified_at, otp_sms_verified_at,
                otp_email_verified_at, recovery_code_verified_at, web_authn_challenge, agent_fingerprint, agent,
                expires_at, sequence, created_at, changed_at
            ) VALUES (
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20
            )
            """,
            session.id, session.tokenID, session.creatorID, session.userID?.rawValue, factors.user, factors.password,
            factors.webAuthn, factors.isUserVerified, factors.intent, factors.totp, factors.otpSMS, factors.otpEmail,
            factors.recoveryCode, session.webAuthnChallenge.map { JSONValue.object($0).text },
            session.agent.fingerprintID, session.agent.json, session.expiresAt, session.sequence, session.createdAt,
            session.changedAt)
    }

    /// Stores what can change of a session.
    /// - Returns: `false` when the session has ended.
    package borrowing func update(_ session: Model.Session) throws(DomainError) -> Bool {
        let factors = session.factors
        return try execute(
            """
            UPDATE sessions
            SET token_id = $2, user_id = $3, user_verified_at = $4, password_verified_at = $5,
                web_authn_verified_at = $6, is_web_authn_user_verified = $7, intent_verified_at = $8,
                totp_verified_at = $9, otp_sms_verified_at = $10, otp_email_verified_at = $11,
                recovery_code_verified_at = $12, web_authn_challenge = $13, expires_at = $14, sequence = $15,
                changed_at = $16
            WHERE id = $1 AND terminated_at IS NULL
            """,
            session.id, session.tokenID, session.userID?.rawValue, factors.user, factors.password, factors.webAuthn,
            factors.isUserVerified, factors.intent, factors.totp, factors.otpSMS, factors.otpEmail,
            factors.recoveryCode, session.webAuthnChallenge.map { JSONValue.object($0).text }, session.expiresAt,
            session.sequence, session.changedAt) == 1
    }

    /// Ends a session, with the tokens that were issued in it, and puts what its applications are told into the outbox.
    /// - Parameter expiry: when the last token of the session has expired.
    /// - Returns: `false` when it had ended before, or never was.
    package borrowing func terminate(
        _ id: Model.Session.ID, sequence: Int64, endingTokensUntil expiry: Timestamp, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try postLogoutNotices(of: .one(id), at: now)
        let isEnded =
            try execute(
                """
                UPDATE sessions SET terminated_at = $2, sequence = $3, changed_at = $2
                WHERE id = $1 AND terminated_at IS NULL
                """,
                id, now, sequence) == 1
        if isEnded { try revoke(token: id.rawValue, until: expiry) }
        return isEnded
    }

    /// Ends all these sessions, whose applications are told.
    /// - Parameter expiry: when the last token of the sessions has expired; `nil` when their tokens end with their users,
    ///   in another place.
    package borrowing func terminate(
        _ sessions: EndingSessions, endingTokensUntil expiry: Timestamp? = nil, at now: Timestamp
    ) throws(DomainError) {
        try postLogoutNotices(of: sessions, at: now)
        if let expiry { try revokeTokens(of: sessions, until: expiry) }
        var query = SQLQuery(
            "UPDATE sessions AS s SET terminated_at = $1, changed_at = $1 WHERE s.terminated_at IS NULL AND ", now)
        query.append(sessions)
        try execute(query)
    }

    private borrowing func revokeTokens(
        of sessions: EndingSessions, until expiry: Timestamp
    ) throws(DomainError) {
        var query = SQLQuery(
            """
            INSERT INTO revoked_tokens (token_id, expires_at)
            SELECT s.id, CAST($1 AS BIGINT) FROM sessions s WHERE s.terminated_at IS NULL AND 
            """, expiry)
        query.append(sessions)
        query.append(" ON CONFLICT (token_id) DO NOTHING")
        try execute(query)
    }

    /// Takes the proof of the password back from all sessions of a user, because it is another password now.
    package borrowing func clearPasswordChecks(of user: User.ID) throws(DomainError) {
        try execute(
            "UPDATE sessions SET password_verified_at = NULL WHERE user_id = $1 AND password_verified_at IS NOT NULL",
            user)
    }

    /// Takes the proof of a factor back from all sessions of a user, because the user has it no longer.
    package borrowing func clearChecks(of user: User.ID, _ factor: RemovedFactor) throws(DomainError) {
        switch factor {
        case .webAuthn:
            try execute(
                """
                UPDATE sessions
                SET web_authn_verified_at = NULL, is_web_authn_user_verified = FALSE, web_authn_challenge = NULL
                WHERE user_id = $1
                """,
                user)
        case .totp: try execute("UPDATE sessions SET totp_verified_at = NULL WHERE user_id = $1", user)
        case .otp(.sms): try execute("UPDATE sessions SET otp_sms_verified_at = NULL WHERE user_id = $1", user)
        case .otp(.email): try execute("UPDATE sessions SET otp_email_verified_at = NULL WHERE user_id = $1", user)
        case .recoveryCode:
            try execute("UPDATE sessions SET recovery_code_verified_at = NULL WHERE user_id = $1", user)
        case .identityProvider:
            try execute("UPDATE sessions SET intent_verified_at = NULL WHERE user_id = $1", user)
        }
    }
}

/// A factor that a user gives up.
package enum RemovedFactor: Sendable, Hashable {
    /// A passkey or a security key.
    case webAuthn
    case totp
    case otp(MessageChannel)
    /// All codes together.
    case recoveryCode
    /// A link to an account elsewhere.
    case identityProvider
}

extension Query where Value == Model.Session? {
    /// A session that may have ended.
    package static func session(_ id: Model.Session.ID) -> Query {
        first(
            """
            SELECT s.id, s.token_id, s.creator_id, s.user_id, s.user_verified_at, s.password_verified_at,
                s.web_authn_verified_at, s.is_web_authn_user_verified, s.intent_verified_at, s.totp_verified_at,
                s.otp_sms_verified_at, s.otp_email_verified_at, s.recovery_code_verified_at, s.web_authn_challenge,
                s.agent_fingerprint, s.agent, s.expires_at, s.terminated_at, s.sequence, s.created_at, s.changed_at
            FROM sessions s
            WHERE s.id = $1
            """,
            id, decode: Model.Session.init(row:))
    }
}

extension Query where Value == Bool {
    /// Whether a session is there that has neither ended nor expired.
    package static func isLiving(_ session: Model.Session.ID, at now: Timestamp) -> Query {
        Query<Bool?>.first(
            """
            SELECT 1 AS found FROM sessions
            WHERE id = $1 AND terminated_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
            """,
            session, now
        ) { (_) throws(DomainError) in true }
        .map { $0 ?? false }
    }
}

extension Model.Session.ID: SQLEncodable {}
