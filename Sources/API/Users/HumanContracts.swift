// What the calls of `zitadel.user.v2.UserService` about addresses, invitations and passwords say of themselves.

extension MethodContract {
    static let setEmail = MethodContract(
        "Changes the e-mail address of a person.",
        [
            .userID, .text("email", .between(1, 200)),
            .oneOf("verification", .sendEmailCode, .returnEmailCode, .trueFlag("isVerified", "Counts as proven.")),
        ],
        reply: [.details, .verificationCode])

    static let resendEmailCode = MethodContract(
        "Makes a new code for an address whose last code was lost.",
        [.userID, .oneOf("verification", .sendEmailCode, .returnEmailCode)],
        reply: [.details, .verificationCode])

    static let sendEmailCode = MethodContract(
        "Makes a code for the e-mail address.", [.userID, .oneOf("verification", .sendEmailCode, .returnEmailCode)],
        reply: [.details, .verificationCode])

    static let verifyEmail = MethodContract(
        "Proves the e-mail address by the code that was sent to it.",
        [.userID, .text("verificationCode", .between(1, 20))], reply: [.details])

    static let setPhone = MethodContract(
        "Changes the telephone number of a person.",
        [
            .userID, .text("phone", .between(1, 200), "In the international form, `+41791234567`."),
            .oneOf("verification", .sendPhoneCode, .returnPhoneCode, .trueFlag("isVerified", "Counts as proven.")),
        ],
        reply: [.details, .verificationCode])

    static let removePhone = aboutUser("Removes the telephone number of a person.")

    static let resendPhoneCode = MethodContract(
        "Makes a new code for a telephone number.",
        [.userID, .oneOf("verification", .sendPhoneCode, .returnPhoneCode)], reply: [.details, .verificationCode])

    static let verifyPhone = MethodContract(
        "Proves the telephone number by the code that was sent to it.",
        [.userID, .text("verificationCode", .between(1, 20))], reply: [.details])

    static let createInviteCode = MethodContract(
        "Invites a person who cannot sign in yet to set up a way to.",
        [
            .userID,
            .oneOf(
                "verification",
                .message(
                    "sendCode",
                    MessageSchema(
                        "zitadel.user.v2.SendInviteCode", .urlTemplate,
                        .optionalText("applicationName", .between(1, 200), "Who the mail says invites."))),
                .message("returnCode", .empty("zitadel.user.v2.ReturnInviteCode"))),
        ],
        reply: [.details, .text("inviteCode", .any, "When it was to be returned.")])

    static let resendInviteCode = aboutUser("Sends the invitation once more, with a new code.")

    static let verifyInviteCode = MethodContract(
        "Accepts an invitation, which proves the e-mail address.",
        [.userID, .text("verificationCode", .between(1, 20))], reply: [.details])

    static let humanMFAInitSkipped = aboutUser("Notes that the person put off setting up a second factor.")

    static let passwordReset = MethodContract(
        "Makes a code by which a person can set a new password.",
        [
            .userID,
            .oneOf(
                "medium",
                .message(
                    "sendLink",
                    MessageSchema(
                        "zitadel.user.v2.SendPasswordResetLink",
                        .choice("notificationType", WireNotificationType.self), .urlTemplate)),
                .message("returnCode", .empty("zitadel.user.v2.ReturnPasswordResetCode"))),
        ],
        reply: [.details, .verificationCode])

    static let setPassword = MethodContract(
        "Sets the password of a person.",
        [.userID, .message("newPassword", .password).required, .passwordProof], reply: [.details])
}
