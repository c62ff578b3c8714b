package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Stores a request.
    /// - Returns: `false` when another one has its user code.
    package borrowing func insert(_ device: DeviceAuthorization) throws(DomainError) -> Bool {
        try execute(
            """
            INSERT INTO device_authorizations (
                id, device_digest, user_code, client_id, scope, state, poll_interval, authentication_methods,
                expires_at, created_at
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9)
            ON CONFLICT (user_code) DO NOTHING
            """,
            device.id, device.digest, device.userCode.letters, device.clientID, device.scopes.text, device.state,
            device.pollInterval.milliseconds, device.expiresAt, device.createdAt) == 1
    }

    /// The request of a device that shows its code.
    package borrowing func deviceAuthorization(digest: [UInt8]) throws(DomainError) -> DeviceAuthorization? {
        try first(
            """
            SELECT id, device_digest, user_code, client_id, scope, state, poll_interval, polled_at, user_id,
                session_id, authentication_methods, authenticated_at, approved_at, expires_at, created_at
            FROM device_authorizations
            WHERE device_digest = $1
            """,
            digest, decode: DeviceAuthorization.init(row:))
    }

    package borrowing func deviceState(
        _ id: DeviceAuthorization.ID
    ) throws(DomainError) -> DeviceAuthorization.State? {
        try first("SELECT state FROM device_authorizations WHERE id = $1", id) { (row) throws(DomainError) in
            try row.value("state")
        }
    }

    /// What a person sees who typed the code of a request that waits for a decision, from an application that may ask.
    package borrowing func deviceRequest(
        _ code: UserCode, at now: Timestamp
    ) throws(DomainError) -> DeviceRequest? {
        try first(
            """
            SELECT v.id, v.scope, v.expires_at, a.client_id, a.name AS application_name, p.name AS project_name,
                p.organization_id
            FROM device_authorizations v
            JOIN applications a ON a.client_id = v.client_id
            JOIN projects p ON p.id = a.project_id
            JOIN organizations o ON o.id = p.organization_id
            WHERE v.user_code = $1 AND v.state = 'pending' AND v.expires_at > $2
                AND a.state = 'active' AND p.state = 'active' AND o.state = 'active'
            """,
            code.letters, now
        ) { (row) throws(DomainError) in
            DeviceRequest(
                id: try row.value("id"), clientID: try row.text("client_id"), scopes: try row.scopes("scope"),
                applicationName: try row.text("application_name"), projectName: try row.text("project_name"),
                organizationID: try row.value("organization_id"), expiresAt: try row.timestamp("expires_at"))
        }
    }

    /// Notes a poll, and from when on the next one is welcome.
    package borrowing func notePoll(
        of device: DeviceAuthorization.ID, interval: Duration, at now: Timestamp
    ) throws(DomainError) {
        try execute(
            "UPDATE device_authorizations SET polled_at = $2, poll_interval = $3 WHERE id = $1", device, now,
            interval.milliseconds)
    }

    /// Approves a request that waits for a decision. Of several decisions one counts, because the test and the change are
    /// one statement.
    /// - Parameter expiry: until when the device may fetch its tokens.
    /// - Returns: who asked and for what; `nil` for a request that is over or was decided before.
    package borrowing func approve(
        _ device: DeviceAuthorization.ID, _ approval: DeviceApproval, until expiry: Timestamp
    ) throws(DomainError) -> (clientID: String, scopes: ScopeSet)? {
        try first(
            """
            UPDATE device_authorizations
            SET state = 'approved', user_id = $2, session_id = $3, authentication_methods = $4, authenticated_at = $5,
                approved_at = $6, expires_at = $7
            WHERE id = $1 AND state = 'pending' AND expires_at > $6
            RETURNING client_id, scope
            """,
            device, approval.signIn.userID, approval.signIn.sessionID,
            approval.signIn.methods.joined(separator: " "), approval.signIn.authenticatedAt, approval.moment, expiry
        ) { (row) throws(DomainError) in (try row.text("client_id"), try row.scopes("scope")) }
    }

    /// Denies a request that waits for a decision.
    /// - Returns: `false` for a request that is over or was decided before.
    package borrowing func deny(_ device: DeviceAuthorization.ID, at now: Timestamp) throws(DomainError) -> Bool {
        try execute(
            """
            UPDATE device_authorizations SET state = 'denied'
            WHERE id = $1 AND state = 'pending' AND expires_at > $2
            """,
            device, now) == 1
    }

    /// Marks an approved request as used. Of many concurrent calls exactly one returns `true`.
    package borrowing func redeem(_ device: DeviceAuthorization.ID) throws(DomainError) -> Bool {
        try execute(
            "UPDATE device_authorizations SET state = 'redeemed' WHERE id = $1 AND state = 'approved'", device) == 1
    }
}

extension DeviceAuthorization {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        guard let userCode = UserCode(try row.text("user_code")) else { throw row.unreadable("user_code") }
        self.init(
            id: try row.value("id"), digest: try row.blob("device_digest"), userCode: userCode,
            clientID: try row.text("client_id"), scopes: try row.scopes("scope"),
            state: try row.value("state"), pollInterval: .milliseconds(try row.integer("poll_interval")),
            polledAt: try row.optionalTimestamp("polled_at"), approval: try DeviceApproval(row: row),
            expiresAt: try row.timestamp("expires_at"), createdAt: try row.timestamp("created_at"))
    }
}

extension DeviceApproval {
    /// Returns `nil` for a request that nobody has approved.
    fileprivate init?(row: borrowing SQLRow) throws(DomainError) {
        guard let user: User.ID = try row.optionalValue("user_id"),
            let session: Model.Session.ID = try row.optionalValue("session_id"),
            let authenticatedAt = try row.optionalTimestamp("authenticated_at"),
            let approvedAt = try row.optionalTimestamp("approved_at")
        else { return nil }
        let methods = try row.text("authentication_methods").split(separator: " ").map { String($0) }
        self.init(
            signIn: SignIn(
                userID: user, sessionID: session, authenticatedAt: authenticatedAt, methods: methods),
            at: approvedAt)
    }
}

extension SQLRow {
    fileprivate borrowing func scopes(_ column: StaticString) throws(DomainError) -> ScopeSet {
        ScopeSet(stored: Array(try text(column).utf8)[...])
    }
}

extension DeviceAuthorization.ID: SQLEncodable {}
extension DeviceAuthorization.State: SQLEncodable {}
