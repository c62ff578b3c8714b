internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func invitations(_ humans: Humans) -> [APIMethod] {
        [createInviteCode(humans), resendInviteCode(humans), verifyInviteCode(humans), humanMFAInitSkipped(humans)]
    }

    private static func createInviteCode(_ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/CreateInviteCode", REST(.post, "/v2/users/{user_id}/invite_code"),
            access: .objectOrSelf(.userWrite), .createInviteCode
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let delivery = try request.codeDelivery(sending: "SendInviteCode")
            let application = try request.message("sendCode", as: "SendInviteCode")?
                .optionalString("applicationName", .between(1, 200))
            return try await humans.invite(target, delivery, application: application, by: call.caller)
                .message(code: "inviteCode")
        }
    }

    private static func resendInviteCode(_ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/ResendInviteCode",
            REST(.post, "/v2/users/{user_id}/invite_code/resend", hasBody: false), access: .objectOrSelf(.userWrite),
            .resendInviteCode
        ) { (request, call) async throws(DomainError) in
            let details = try await humans.repeatInvitation(of: try request.user(), by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }

    private static func verifyInviteCode(_ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/VerifyInviteCode", REST(.post, "/v2/users/{user_id}/invite_code/verify"),
            access: .authenticated, .verifyInviteCode
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let code = try request.string("verificationCode", .between(1, 20))
            let details = try await humans.acceptInvitation(PresentedCode(code), of: target, by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }

    private static func humanMFAInitSkipped(_ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/HumanMFAInitSkipped", REST(.post, "/v2/users/{user_id}/mfa_init_skipped"),
            access: .objectOrSelf(.userWrite), .humanMFAInitSkipped
        ) { (request, call) async throws(DomainError) in
            let details = try await humans.skipMFAInit(of: try request.user(), by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }
}
