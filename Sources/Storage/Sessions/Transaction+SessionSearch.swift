package import Model
internal import SQL

extension Transaction {
    /// Sessions that have not been ended, as far as the caller may see them: those that it made, its own, and those of
    /// users and of the instance whose sessions it may read.
    package borrowing func sessions(
        _ search: Model.Session.Search, visibleTo caller: Caller
    ) throws(DomainError) -> PageResult<Model.Session> {
        let reach = caller.reach(.sessionRead)
        return try page(
            """
            SELECT s.id, s.token_id, s.creator_id, s.user_id, s.user_verified_at, s.password_verified_at,
                s.web_authn_verified_at, s.is_web_authn_user_verified, s.intent_verified_at, s.totp_verified_at,
                s.otp_sms_verified_at, s.otp_email_verified_at, s.recovery_code_verified_at, s.web_authn_challenge,
                s.agent_fingerprint, s.agent, s.expires_at, s.terminated_at, s.sequence, s.created_at, s.changed_at
            """,
            from: "FROM sessions s LEFT JOIN users u ON u.id = s.user_id",
            counting: reach.needsUsers ? nil : "FROM sessions s",
            where: { query in
                query.append(sessionsWithin: reach, of: caller.userID)
                for filter in search.filters { query.append(filter) }
            },
            order: { $0.append(search.sorting, search.page) }, decode: Model.Session.init(row:))
    }
}

extension Caller.Reach {
    /// Whether it depends on a session's user who may see it.
    fileprivate var needsUsers: Bool {
        switch self {
        case .everything: false
        case .limited(let organizations, _, _): !organizations.isEmpty
        }
    }
}

extension SQLQuery {
    /// Appends the condition that the session of the row, `s`, has not been ended and may be seen. What does not depend on
    /// its user, `u`, does not name it, and is served by indices.
    mutating func append(sessionsWithin reach: Caller.Reach, of caller: User.ID) {
        append("s.terminated_at IS NULL")
        guard reach != .everything else { return }
        append(" AND (s.creator_id = $1 OR s.user_id = $1", caller)
        if reach.needsUsers {
            append(" OR ")
            append(within: reach, organizations: ["u.organization_id"])
        }
        append(")")
    }

    fileprivate mutating func append(_ filter: Model.Session.Filter) {
        append(" AND ")
        switch filter {
        case .ids(let ids): append("s.id", isOneOf: ids)
        case .user(let id): append("s.user_id = $1", id)
        case .created(let match): append("s.created_at", matches: match)
        case .creator(let id): append("s.creator_id = $1", id)
        case .agent(let fingerprint): append("s.agent_fingerprint = $1", fingerprint)
        case .proven(let now):
            append(
                """
                (s.expires_at IS NULL OR s.expires_at > $1)
                AND (s.password_verified_at IS NOT NULL OR s.intent_verified_at IS NOT NULL
                    OR (s.web_authn_verified_at IS NOT NULL AND s.is_web_authn_user_verified))
                """, now)
        case .expires(let match): append("s.expires_at", matches: match)
        }
    }

    fileprivate mutating func append(_ sorting: Model.Session.Sorting, _ page: Page) {
        switch sorting {
        case .unspecified: append(orderedBy: "s.id", then: "s.id", page)
        case .creationDate: append(orderedBy: "s.created_at", then: "s.id", page)
        }
    }
}
