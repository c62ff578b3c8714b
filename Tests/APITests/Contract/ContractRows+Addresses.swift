internal import API
internal import HTTP
internal import Model
internal import Platform

extension Contract {
    private static let returned: JSONValue = ["userId": "human-of-a", "returnCode": [:]]
    private static let answered: JSONValue = ["userId": "human-of-a", "verificationCode": "$code"]
    private static let mail: FieldPath = "sendCode:SendEmailVerificationCode.urlTemplate"

    static let addresses: [Contract] = [
        Contract(
            "SetEmail", "POST /v2/users/{user_id}/email", .objectOrSelf(.userWrite), reply: ["details"],
            .once("COMMAND-Uch5e")
        )
        .unknown("userId", .notFound, "COMMAND-ieJ2e")
        .limits(
            .id("userId"), .email("email"), .trueOnly("isVerified"),
            .runes(mail, 1...200).optional),
        Contract(
            "ResendEmailCode", "POST /v2/users/{user_id}/email/resend", .objectOrSelf(.userWrite), reply: ["details"]
        )
        .unknown("userId", .notFound, "COMMAND-ieJ2e")
        .limits(.id("userId"), .runes(mail, 1...200).optional),
        Contract(
            "SendEmailCode", "POST /v2/users/{user_id}/email/send", .objectOrSelf(.userWrite), reply: ["details"]
        )
        .unknown("userId", .notFound, "COMMAND-ieJ2e")
        .limits(.id("userId"), .runes(mail, 1...200).optional),
        Contract(
            "VerifyEmail", "POST /v2/users/{user_id}/email/verify", .authenticated, reply: ["details"],
            .once("COMMAND-eis9R")
        )
        .message(answered).code("verificationCode", by: "SendEmailCode", returned)
        .unknown("userId", .notFound, "COMMAND-ieJ2e")
        .unknown("verificationCode", .badRequest, "COMMAND-eis9R")
        .limits(.id("userId"), .runes("verificationCode", 1...20)),
        Contract(
            "SetPhone", "POST /v2/users/{user_id}/phone", .objectOrSelf(.userWrite), reply: ["details"],
            .once("COMMAND-Uch5e")
        )
        .unknown("userId", .notFound, "COMMAND-ieJ2e")
        .limits(.id("userId"), .runes("phone", 1...200), .trueOnly("isVerified")),
        Contract(
            "RemovePhone", "DELETE /v2/users/{user_id}/phone", hasBody: true, .objectOrSelf(.userWrite),
            reply: ["details"], .once("COMMAND-ieJ2e")
        )
        .unknown("userId", .notFound, "COMMAND-ieJ2e").limits(.id("userId")),
        Contract(
            "ResendPhoneCode", "POST /v2/users/{user_id}/phone/resend", .objectOrSelf(.userWrite), reply: ["details"]
        )
        .unknown("userId", .notFound, "COMMAND-ieJ2e").limits(.id("userId")),
        Contract(
            "VerifyPhone", "POST /v2/users/{user_id}/phone/verify", .authenticated, reply: ["details"],
            .once("COMMAND-eis9R")
        )
        .message(answered)
        .code("verificationCode", by: "SetPhone", ["userId": "human-of-a", "phone": "+41799876543", "returnCode": [:]])
        .unknown("userId", .notFound, "COMMAND-ieJ2e")
        .unknown("verificationCode", .badRequest, "COMMAND-eis9R")
        .limits(.id("userId"), .runes("verificationCode", 1...20)),
        Contract(
            "PasswordReset", "POST /v2/users/{user_id}/password_reset", .objectOrSelf(.userWrite), reply: ["details"]
        )
        .unknown("userId", .notFound, "COMMAND-SAF4f")
        .limits(.id("userId"), .runes("sendLink:SendPasswordResetLink.urlTemplate", 1...200).optional),
        Contract(
            "SetPassword", "POST /v2/users/{user_id}/password", .object(.userWrite), reply: ["details"]
        )
        .unknown("userId", .badRequest, "COMMAND-G8dh3")
        .limits(
            .id("userId"), .id("newPassword:Password.password"), .id("currentPassword").optional,
            .runes("verificationCode", 1...20).optional),
        Contract(
            "CreateInviteCode", "POST /v2/users/{user_id}/invite_code", .objectOrSelf(.userWrite), reply: ["details"]
        )
        .unknown("userId", .badRequest, "COMMAND-Wgvn4")
        .limits(
            .id("userId"), .runes("sendCode:SendInviteCode.urlTemplate", 1...200).optional,
            .runes("sendCode:SendInviteCode.applicationName", 1...200).optional),
        Contract(
            "ResendInviteCode", "POST /v2/users/{user_id}/invite_code/resend", hasBody: false,
            .objectOrSelf(.userWrite), reply: ["details"]
        )
        .unknown("userId", .badRequest, "COMMAND-Wgvn4").limits(.id("userId")),
        Contract(
            "VerifyInviteCode", "POST /v2/users/{user_id}/invite_code/verify", .authenticated, reply: ["details"],
            .once("COMMAND-Wgn4q")
        )
        .message(answered).after("RemovePasskey", ["userId": "human-of-a", "passkeyId": "$passkey"])
        .after("RemoveIDPLink", ["userId": "human-of-a", "idpId": "$provider", "linkedUserId": "account-of-a"])
        .code("inviteCode", by: "CreateInviteCode", returned)
        .unknown("userId", .badRequest, "COMMAND-F5g2h")
        .unknown("verificationCode", .badRequest, "COMMAND-Wgn4q")
        .limits(.id("userId"), .runes("verificationCode", 1...20)),
    ]
}
