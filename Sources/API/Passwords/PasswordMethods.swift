internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func passwords(_ humans: Humans) -> [APIMethod] {
        [passwordReset(humans), setPassword(humans)]
    }

    private static func passwordReset(_ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/PasswordReset", REST(.post, "/v2/users/{user_id}/password_reset"),
            access: .objectOrSelf(.userWrite), .passwordReset
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            var channel = MessageChannel.email
            var delivery = CodeDelivery.send(nil)
            switch try request.oneOf("sendLink", "returnCode") {
            case "returnCode":
                try request.requireMarker("returnCode")
                delivery = .return
            case "sendLink":
                let link = try request.requiredMessage("sendLink", as: "SendPasswordResetLink")
                channel = try link.enumeration("notificationType", as: WireNotificationType.self).channel
                delivery = .send(try link.template())
            default: break
            }
            return try await humans.resetPassword(of: target, delivery, over: channel, by: call.caller).message
        }
    }

    private static func setPassword(_ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/SetPassword", REST(.post, "/v2/users/{user_id}/password"),
            access: .object(.userWrite), .setPassword
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let new = try request.message("newPassword", as: "Password")?.plainPassword()
            let change = PasswordChange(
                new: new?.password, isChangeRequired: new?.isChangeRequired ?? false,
                proof: try request.passwordProof())
            let details = try await humans.setPassword(of: target, change, by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }
}

enum WireNotificationType: String, WireEnum {
    case unspecified = "NOTIFICATION_TYPE_Unspecified"
    case email = "NOTIFICATION_TYPE_Email"
    case sms = "NOTIFICATION_TYPE_SMS"

    var channel: MessageChannel {
        switch self {
        case .unspecified, .email: .email
        case .sms: .sms
        }
    }
}
