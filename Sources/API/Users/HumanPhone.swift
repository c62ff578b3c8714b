internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func humanPhone(_ humans: Humans) -> [APIMethod] {
        [setPhone(humans), removePhone(humans), resendPhoneCode(humans), verifyPhone(humans)]
    }

    private static func setPhone(_ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/SetPhone", REST(.post, "/v2/users/{user_id}/phone"),
            access: .objectOrSelf(.userWrite), .setPhone
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let number = try request.string("phone", .between(1, 200))
            let proof = try request.phoneProof() ?? .code(.send(nil))
            return try await humans.setPhone(number, proof, of: target, by: call.caller).message
        }
    }

    private static func removePhone(_ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/RemovePhone", REST(.delete, "/v2/users/{user_id}/phone", hasBody: true),
            access: .objectOrSelf(.userWrite), .removePhone
        ) { (request, call) async throws(DomainError) in
            let details = try await humans.removePhone(of: try request.user(), by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }

    private static func resendPhoneCode(_ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/ResendPhoneCode", REST(.post, "/v2/users/{user_id}/phone/resend"),
            access: .objectOrSelf(.userWrite), .resendPhoneCode
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let field = try request.oneOf("sendCode", "returnCode")
            if let field { try request.requireMarker(field) }
            let delivery: CodeDelivery = field == "returnCode" ? .return : .send(nil)
            return try await humans.resendPhoneCode(delivery, of: target, by: call.caller).message
        }
    }

    private static func verifyPhone(_ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/VerifyPhone", REST(.post, "/v2/users/{user_id}/phone/verify"),
            access: .authenticated, .verifyPhone
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let code = try request.string("verificationCode", .between(1, 20))
            let details = try await humans.verifyPhone(code, of: target, by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }
}
