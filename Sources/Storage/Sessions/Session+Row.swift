package import Model
internal import Platform

extension Model.Session {
    /// Decodes a row of `sessions`.
    package init(row: borrowing SQLRow) throws(DomainError) {
        let challenge = try row.optionalText("web_authn_challenge") == nil ? nil : try row.object("web_authn_challenge")
        self.init(
            id: try row.value("id"), tokenID: try row.text("token_id"), creatorID: try row.value("creator_id"),
            userID: try row.optionalValue("user_id"),
            factors: SessionFactors(
                user: try row.optionalTimestamp("user_verified_at"),
                password: try row.optionalTimestamp("password_verified_at"),
                webAuthn: try row.optionalTimestamp("web_authn_verified_at"),
                isUserVerified: try row.boolean("is_web_authn_user_verified"),
                intent: try row.optionalTimestamp("intent_verified_at"),
                totp: try row.optionalTimestamp("totp_verified_at"),
                otpSMS: try row.optionalTimestamp("otp_sms_verified_at"),
                otpEmail: try row.optionalTimestamp("otp_email_verified_at"),
                recoveryCode: try row.optionalTimestamp("recovery_code_verified_at")),
            webAuthnChallenge: challenge,
            agent: UserAgent(fingerprintID: try row.text("agent_fingerprint"), json: try row.object("agent")),
            expiresAt: try row.optionalTimestamp("expires_at"),
            terminatedAt: try row.optionalTimestamp("terminated_at"), sequence: try row.integer("sequence"),
            createdAt: try row.timestamp("created_at"), changedAt: try row.timestamp("changed_at"))
    }
}

extension UserAgent {
    /// Everything but the fingerprint, which has a column of its own.
    var json: String {
        guard !ip.isEmpty || !description.isEmpty || !header.isEmpty else { return "{}" }
        return JSONValue.object(["ip": .string(ip), "description": .string(description), "header": .object(header)])
            .text
    }

    fileprivate init(fingerprintID: String, json: JSONObject) {
        self.init(
            fingerprintID: fingerprintID, ip: json["ip"]?.stringValue ?? "",
            description: json["description"]?.stringValue ?? "", header: json["header"]?.objectValue ?? [:])
    }
}
