internal import Platform

/// People, and their passkeys and security keys.
extension WalkRow {
    private static let human: JSONValue = ["userId": "human-of-a"]
    private static let code: JSONValue = ["userId": "human-of-a", "verificationCode": "ABC123"]

    static let humans =
        rows(
            "user.v2.UserService",
            [
                (
                    .write, "AddHumanUser",
                    [
                        "organization": ["orgId": "org-of-a"], "profile": ["givenName": "New", "familyName": "New"],
                        "email": ["email": "new@a.example"],
                    ]
                ),
                (.write, "UpdateHumanUser", ["userId": "human-of-a", "username": "new"]),
                (.write, "SetEmail", ["userId": "human-of-a", "email": "new@a.example"]),
                (.write, "SendEmailCode", human),
                (.write, "VerifyEmail", code),
                (.write, "SetPhone", phone),
                (.write, "VerifyPhone", code),
                (.write, "PasswordReset", human),
                (.write, "SetPassword", ["userId": "human-of-a", "newPassword": ["password": "An0ther-P4ssword"]]),
                (.write, "VerifyInviteCode", code),
                (.write, "HumanMFAInitSkipped", human),
            ]) + [
            WalkRow(.write, user("ResendEmailCode"), human, after: (user("SendEmailCode"), human)),
            WalkRow(.write, user("RemovePhone"), human, after: (user("SetPhone"), phone)),
            WalkRow(.write, user("ResendPhoneCode"), human, after: (user("SetPhone"), phone)),
            WalkRow(.write, user("CreateInviteCode"), human, after: withoutPasskey, withoutAccount),
            WalkRow(
                .write, user("ResendInviteCode"), human, after: withoutPasskey, withoutAccount,
                (user("CreateInviteCode"), human)),
        ]

    private static let phone: JSONValue = ["userId": "human-of-a", "phone": "+41799876543"]
    private static let withoutPasskey: Preparation = (
        user("RemovePasskey"), ["userId": "human-of-a", "passkeyId": "$passkey"]
    )
    private static let withoutAccount: Preparation = (
        user("RemoveIDPLink"), ["userId": "human-of-a", "idpId": "$provider", "linkedUserId": "account-of-a"]
    )

    /// Without the passkey the person comes from there.
    private static let withOfferedAccount: Preparation = (
        "POST /management/v1/policies/login", ["allowExternalIdp": true, "idps": [["idpId": "$provider"]]]
    )

    private static func user(_ method: String) -> String { "zitadel.user.v2.UserService/\(method)" }

    static let passkeys =
        rows(
            "user.v2.UserService",
            [
                (.write, "RegisterPasskey", human),
                (
                    .write, "VerifyPasskeyRegistration",
                    [
                        "userId": "human-of-a", "passkeyId": "$pendingPasskey", "passkeyName": "laptop",
                        "publicKeyCredential": "$passkeyCredential",
                    ]
                ),
                (.write, "CreatePasskeyRegistrationLink", ["userId": "human-of-a", "returnCode": [:]]),
                (.list, "ListPasskeys", human),
                (.write, "RegisterU2F", human),
                (
                    .write, "VerifyU2FRegistration",
                    [
                        "userId": "human-of-a", "u2fId": "$pendingKey", "tokenName": "key",
                        "publicKeyCredential": "$keyCredential",
                    ]
                ),
                (.write, "RemoveU2F", ["userId": "human-of-a", "u2fId": "$pendingKey"]),
            ]) + [
            WalkRow(.write, withoutPasskey.method, withoutPasskey.message, after: withOfferedAccount)
        ]
}
