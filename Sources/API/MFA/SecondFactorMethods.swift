package import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    /// The calls of `zitadel.user.v2.UserService` about second factors, recovery codes and what a user can prove with.
    package static func secondFactorMethods(_ factors: SecondFactors) -> [APIMethod] {
        [
            registerTOTP(factors), verifyTOTPRegistration(factors), removeTOTP(factors),
            generateRecoveryCodes(factors), removeRecoveryCodes(factors), listAuthenticationMethodTypes(factors),
            listAuthenticationFactors(factors),
            addOTP("zitadel.user.v2.UserService/AddOTPSMS", "/v2/users/{user_id}/otp_sms", .sms, .addOTPSMS, factors),
            removeOTP(
                "zitadel.user.v2.UserService/RemoveOTPSMS", "/v2/users/{user_id}/otp_sms", .sms, .removeOTPSMS, factors),
            addOTP(
                "zitadel.user.v2.UserService/AddOTPEmail", "/v2/users/{user_id}/otp_email", .email, .addOTPEmail,
                factors),
            removeOTP(
                "zitadel.user.v2.UserService/RemoveOTPEmail", "/v2/users/{user_id}/otp_email", .email, .removeOTPEmail,
                factors),
        ]
    }

    private static func registerTOTP(_ factors: SecondFactors) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/RegisterTOTP", REST(.post, "/v2/users/{user_id}/totp"),
            access: .objectOrSelf(.userCredentialWrite), .registerTOTP
        ) { (request, call) async throws(DomainError) in
            let registration = try await factors.registerTOTP(of: try request.factorOwner(), by: call.caller)
            return .message {
                $0.set("details", registration.details.message)
                $0.set("uri", registration.uri.exposed)
                $0.set("secret", registration.secret.exposed)
            }
        }
    }

    private static func verifyTOTPRegistration(_ factors: SecondFactors) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/VerifyTOTPRegistration", REST(.post, "/v2/users/{user_id}/totp/verify"),
            access: .objectOrSelf(.userCredentialWrite), .verifyTOTPRegistration
        ) { (request, call) async throws(DomainError) in
            let id = try request.factorOwner()
            let code = try request.string("code", .between(1, 200))
            return .details(try await factors.verifyTOTP(code, of: id, by: call.caller))
        }
    }

    private static func removeTOTP(_ factors: SecondFactors) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/RemoveTOTP", REST(.delete, "/v2/users/{user_id}/totp"),
            access: .objectOrSelf(.userWrite), .removeTOTP
        ) { (request, call) async throws(DomainError) in
            .details(try await factors.removeTOTP(of: try request.factorOwner(), by: call.caller))
        }
    }

    private static func addOTP(
        _ name: StaticString, _ path: String, _ channel: MessageChannel, _ contract: MethodContract,
        _ factors: SecondFactors
    ) -> APIMethod {
        APIMethod(name, REST(.post, path), access: .objectOrSelf(.userCredentialWrite), contract) {
            (request, call) async throws(DomainError) in
            .details(try await factors.addOTP(channel, to: try request.factorOwner(), by: call.caller))
        }
    }

    private static func removeOTP(
        _ name: StaticString, _ path: String, _ channel: MessageChannel, _ contract: MethodContract,
        _ factors: SecondFactors
    ) -> APIMethod {
        APIMethod(name, REST(.delete, path), access: .objectOrSelf(.userWrite), contract) {
            (request, call) async throws(DomainError) in
            .details(try await factors.removeOTP(channel, of: try request.factorOwner(), by: call.caller))
        }
    }

    private static func generateRecoveryCodes(_ factors: SecondFactors) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/GenerateRecoveryCodes", REST(.post, "/v2/users/{user_id}/recovery_codes"),
            access: .objectOrSelf(.userCredentialWrite), .generateRecoveryCodes
        ) { (request, call) async throws(DomainError) in
            let id = try request.factorOwner()
            let count = try request.integer("count")
            guard (1...50).contains(count) else {
                throw request.fault("count", "value must be inside range [1, 50]")
            }
            let (codes, details) = try await factors.generateRecoveryCodes(Int(count), for: id, by: call.caller)
            return .message {
                $0.set("details", details.message)
                $0.set("recoveryCodes", codes.exposed)
            }
        }
    }

    private static func removeRecoveryCodes(_ factors: SecondFactors) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/RemoveRecoveryCodes", REST(.delete, "/v2/users/{user_id}/recovery_codes"),
            access: .objectOrSelf(.userCredentialWrite), .removeRecoveryCodes
        ) { (request, call) async throws(DomainError) in
            .details(try await factors.removeRecoveryCodes(of: try request.factorOwner(), by: call.caller))
        }
    }
}

extension MessageReader {
    func factorOwner() throws(DomainError) -> User.ID {
        User.ID(try string("userId", .identifier))
    }
}
