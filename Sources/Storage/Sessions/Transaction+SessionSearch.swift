package import Model
internal import SQL

extension Transaction {
    /// Sessions that have not been ended, as far as the caller may see them: those that it made, its own, and those of
    /// users and of the instance whose sessions it may read.
    package borrowing func sessions(
        _ search: Model.Session.Search, visibleTo caller: Caller
    ) throws(DomainError) -> PageResult<Model.Session> {
        try page(
            """
            SELECT s.id, s.token_id, s.creator_id, s.user_id, s.user_verified_at, s.password_verified_at,
                s.web_authn_verified_at, s.is_web_authn_user_verified, s.intent_verified_at, s.totp_verified_at,
                s.otp_sms_verified_at, s.otp_email_verified_at, s.recovery_code_verified_at, s.web_authn_challenge,
                s.agent_fingerprint, s.agent, s.expires_at, s.terminated_at, s.sequence, s.created_at, s.changed_at
            """,
            from: "FROM sessions s LEFT JOIN users u ON u.id = s.user_id",
            where: { query in
                query.append("s.terminated_at IS NULL AND (s.creator_id = $1 OR s.user_id = $1 OR ", caller.userID)
                query.append(within: caller.reach(.sessionRead), organizations: ["u.organization_id"])
                query.append(")")
                for filter in search.filters { query.append(filter) }
            },
            order: { $0.append(search.sorting, search.page) }, decode: Model.Session.init(row:))
    }
}

extension SQLQuery {
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
