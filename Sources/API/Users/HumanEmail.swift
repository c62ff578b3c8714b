internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func humanEmail(_ humans: Humans) -> [APIMethod] {
        [setEmail(humans), resendEmailCode(humans), sendEmailCode(humans), verifyEmail(humans)]
    }

    private static func setEmail(_ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/SetEmail", REST(.post, "/v2/users/{user_id}/email"),
            access: .objectOrSelf(.userWrite), .setEmail
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let address = try request.emailAddress("email")
            let proof: AddressProof
            switch try request.oneOf("sendCode", "returnCode", "isVerified") {
            case "isVerified":
                try request.requireTrue("isVerified")
                proof = .verified
            case "returnCode":
                try request.requireMarker("returnCode")
                proof = .code(.return)
            default: proof = .code(.send(try request.template(in: "sendCode", as: "SendEmailVerificationCode")))
            }
            return try await humans.setEmail(address, proof, of: target, by: call.caller).message
        }
    }

    private static func resendEmailCode(_ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/ResendEmailCode", REST(.post, "/v2/users/{user_id}/email/resend"),
            access: .objectOrSelf(.userWrite), .resendEmailCode
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let delivery = try request.codeDelivery(sending: "SendEmailVerificationCode")
            return try await humans.sendEmailCode(delivery, isRepetition: true, of: target, by: call.caller).message
        }
    }

    private static func sendEmailCode(_ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/SendEmailCode", REST(.post, "/v2/users/{user_id}/email/send"),
            access: .objectOrSelf(.userWrite), .sendEmailCode
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let delivery = try request.codeDelivery(sending: "SendEmailVerificationCode")
            return try await humans.sendEmailCode(delivery, isRepetition: false, of: target, by: call.caller).message
        }
    }

    private static func verifyEmail(_ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/VerifyEmail", REST(.post, "/v2/users/{user_id}/email/verify"),
            access: .authenticated, .verifyEmail
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let code = try request.string("verificationCode", .between(1, 20))
            let details = try await humans.verifyEmail(PresentedCode(code), of: target, by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }
}

extension CodeReply {
    /// The reply of calls that may make a code for the caller.
    var message: JSONObject { message(code: "verificationCode") }

    func message(code field: String) -> JSONObject {
        .message {
            $0.set("details", details.message)
            $0.set(field, code ?? "")
        }
    }
}
