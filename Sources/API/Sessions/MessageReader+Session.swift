internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension MessageReader {
    /// Checks, challenges and metadata of a request about a session.
    func sessionRequest(lifetime: Duration?) throws(DomainError) -> SessionRequest {
        SessionRequest(
            checks: try message("checks", as: "Checks")?.sessionChecks() ?? SessionChecks(),
            challenges: try message("challenges", as: "RequestChallenges")?.sessionChallenges() ?? SessionChallenges(),
            metadata: try sessionMetadata(), lifetime: lifetime)
    }

    func userAgent() throws(DomainError) -> UserAgent {
        guard let agent = try message("userAgent", as: "UserAgent") else { return UserAgent() }
        let ip = try agent.string("ip", .atMost(200))
        var header = JSONObject()
        for (name, value) in try agent.entries("header") {
            let values = try agent.element(value, "header[\(name)]", as: "UserAgent_HeaderValues").strings("values")
            header.append(name, .array(values.map { .string($0) }))
        }
        return UserAgent(
            fingerprintID: try agent.string("fingerprintId", .atMost(200)), ip: IPAddress(ip) == nil ? "" : ip,
            description: try agent.string("description", .atMost(2000)), header: header)
    }

    private func sessionMetadata() throws(DomainError) -> [SessionMetadata] {
        var metadata: [SessionMetadata] = []
        for (key, value) in try entries("metadata") {
            guard (1...200).contains(key.unicodeScalars.count) else {
                throw fault("metadata[\(key)]", "value length must be between 1 and 200 runes, inclusive")
            }
            guard case .string(let text) = value, let bytes = Base64.decodeLenient(text) else {
                throw mismatch("metadata", "bytes")
            }
            guard bytes.count <= Metadata.greatestValueSize else {
                throw fault("metadata[\(key)]", "value length must be at most \(Metadata.greatestValueSize) bytes")
            }
            metadata.append(SessionMetadata(key: key, value: bytes))
        }
        return metadata
    }

    private func sessionChecks() throws(DomainError) -> SessionChecks {
        var checks = SessionChecks()
        if let user = try message("user", as: "CheckUser") {
            checks.user =
                switch try user.requiredOneOf("search", ["userId", "loginName"]) {
                case "userId": .id(User.ID(try user.string("userId", .identifier)))
                default: .loginName(try user.string("loginName", .between(1, 200)))
                }
        }
        if let password = try message("password", as: "CheckPassword") {
            checks.password = Secret(try password.string("password", .between(1, 200)))
        }
        if let webAuthn = try message("webAuthN", as: "CheckWebAuthN") {
            guard let assertion = webAuthn.members["credentialAssertionData"]?.objectValue else {
                throw webAuthn.fault("credentialAssertionData", "value is required")
            }
            checks.webAuthn = assertion
        }
        if let intent = try message("idpIntent", as: "CheckIDPIntent") {
            checks.intent = (
                try intent.string("idpIntentId", .identifier), try intent.string("idpIntentToken", .identifier)
            )
        }
        if let totp = try message("totp", as: "CheckTOTP") {
            let code = try totp.string("code")
            guard code.unicodeScalars.count == 6 else { throw totp.fault("code", "value length must be 6 runes") }
            checks.totp = code
        }
        checks.otpSMS = try message("otpSms", as: "CheckOTP")?.code()
        checks.otpEmail = try message("otpEmail", as: "CheckOTP")?.code()
        checks.recoveryCode = try message("recoveryCode", as: "CheckRecoveryCode")?.code()
        return checks
    }

    private func code() throws(DomainError) -> String {
        try string("code", .between(1, 200))
    }

    private func sessionChallenges() throws(DomainError) -> SessionChallenges {
        var challenges = SessionChallenges()
        if let webAuthn = try message("webAuthN", as: "RequestChallenges_WebAuthN") {
            challenges.webAuthn = try webAuthn.webAuthnRequest()
        }
        if let sms = try message("otpSms", as: "RequestChallenges_OTPSMS") {
            challenges.otpSMS = try sms.bool("returnCode") ? .returned : .sent(nil)
        }
        if let email = try message("otpEmail", as: "RequestChallenges_OTPEmail") {
            challenges.otpEmail = try email.codeDelivery()
        }
        return challenges
    }

    private func codeDelivery() throws(DomainError) -> SessionChallenges.CodeDelivery {
        guard try oneOf("sendCode", "returnCode") != "returnCode" else { return .returned }
        let template = try message("sendCode", as: "RequestChallenges_OTPEmail_SendCode")?
            .optionalString("urlTemplate", .between(1, 200))
        return .sent(try template.map { (text) throws(DomainError) in try LinkTemplate(text, allowing: .ofSession) })
    }
}

extension MessageReader {
    fileprivate func webAuthnRequest() throws(DomainError) -> WebAuthnRequest {
        let domain = try string("domain", .between(1, 200))
        guard let verification = try enumeration("userVerificationRequirement", as: WireUserVerification.self).value
        else {
            throw fault(
                "userVerificationRequirement", "value must not be in list [USER_VERIFICATION_REQUIREMENT_UNSPECIFIED]")
        }
        return WebAuthnRequest(domain: domain, userVerification: verification)
    }
}
