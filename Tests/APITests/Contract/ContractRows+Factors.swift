internal import API
internal import HTTP
internal import Model
internal import Platform

extension Contract {
    static let factors: [Contract] = passkeys + secondFactors

    private static let registration: Set<String> = ["details", "publicKeyCredentialCreationOptions"]

    private static let passkeys: [Contract] = [
        Contract(
            "RegisterPasskey", "POST /v2/users/{user_id}/passkeys", .objectOrSelf(.userCredentialWrite),
            reply: registration.union(["passkeyId"])
        )
        .unknown("userId", .notFound, "COMMAND-M9dsd")
        .limits(
            .id("userId"), .id("code:PasskeyRegistrationCode.id").in(["userId": "human-of-a", "code": ["code": "x"]]),
            .id("code:PasskeyRegistrationCode.code").in(["userId": "human-of-a", "code": ["id": "x"]])),
        // Who may begin a registration may end it, and nobody else.
        Contract(
            "VerifyPasskeyRegistration", "POST /v2/users/{user_id}/passkeys/{passkey_id}",
            .objectOrSelf(.userCredentialWrite), reply: ["details"], .once("WEBAU-5M9so")
        )
        .unknown("userId", .notFound, "WEBAU-5M9so").unknown("passkeyId", .notFound, "WEBAU-5M9so")
        .limits(.id("userId"), .id("passkeyId"), .required("publicKeyCredential"), .id("passkeyName")),
        Contract(
            "CreatePasskeyRegistrationLink", "POST /v2/users/{user_id}/passkeys/registration_link",
            .object(.userPasskeyWrite), reply: ["details", "code"]
        )
        .unknown("userId", .notFound, "COMMAND-M9dsd")
        .limits(
            .id("userId"),
            .runes("sendLink:SendPasskeyRegistrationLink.urlTemplate", 1...200).optional.in(["userId": "human-of-a"])),
        Contract(
            "ListPasskeys", "POST /v2/users/{user_id}/passkeys/_search", .objectOrSelf(.userRead),
            reply: ["details", "result"]
        )
        .unknown("userId", .ok).limits(.id("userId")),
        Contract(
            "RemovePasskey", "DELETE /v2/users/{user_id}/passkeys/{passkey_id}", .objectOrSelf(.userWrite),
            reply: ["details"], .once("COMMAND-DAfb2")
        )
        .unknown("userId", .notFound, "COMMAND-DAfb2").unknown("passkeyId", .notFound, "COMMAND-DAfb2")
        .limits(.id("userId"), .id("passkeyId")),
        Contract(
            "RegisterU2F", "POST /v2/users/{user_id}/u2f", .objectOrSelf(.userCredentialWrite),
            reply: registration.union(["u2fId"])
        )
        .unknown("userId", .notFound, "COMMAND-M9dsd").limits(.id("userId")),
        Contract(
            "VerifyU2FRegistration", "POST /v2/users/{user_id}/u2f/{u2f_id}", .objectOrSelf(.userCredentialWrite),
            reply: ["details"], .once("WEBAU-5M9so")
        )
        .unknown("userId", .notFound, "WEBAU-5M9so").unknown("u2fId", .notFound, "WEBAU-5M9so")
        .limits(.id("userId"), .id("u2fId"), .required("publicKeyCredential"), .id("tokenName")),
        Contract(
            "RemoveU2F", "DELETE /v2/users/{user_id}/u2f/{u2f_id}", .objectOrSelf(.userWrite), reply: ["details"],
            .once("COMMAND-DAfb2")
        )
        .unknown("userId", .notFound, "COMMAND-DAfb2").unknown("u2fId", .notFound, "COMMAND-DAfb2")
        .limits(.id("userId"), .id("u2fId")),
    ]

    private static let secondFactors: [Contract] = [
        Contract(
            "RegisterTOTP", "POST /v2/users/{user_id}/totp", .objectOrSelf(.userCredentialWrite),
            reply: ["details", "uri", "secret"]
        )
        .unknown("userId", .badRequest, "COMMAND-SqyJz").limits(.id("userId")),
        Contract(
            "VerifyTOTPRegistration", "POST /v2/users/{user_id}/totp/verify", .objectOrSelf(.userCredentialWrite),
            reply: ["details"], .once("COMMAND-qx4ls")
        )
        .unknown("userId", .notFound, "COMMAND-4g3xq").unknown("code", .badRequest, "EVENT-8isk2")
        .limits(.id("userId"), .id("code")),
        removal("RemoveTOTP", "totp", again: "COMMAND-Hd9sd"),
        addition("AddOTPSMS", "otp_sms", again: "COMMAND-Ad3g2"),
        removal("RemoveOTPSMS", "otp_sms", again: "COMMAND-Sr3h3"),
        addition("AddOTPEmail", "otp_email", again: "COMMAND-MKL2s"),
        removal("RemoveOTPEmail", "otp_email", again: "COMMAND-b312D"),
        Contract(
            "GenerateRecoveryCodes", "POST /v2/users/{user_id}/recovery_codes", .objectOrSelf(.userCredentialWrite),
            reply: ["details", "recoveryCodes"], .times(5, "COMMAND-8f2k9")
        )
        .message(["userId": "human-of-a", "count": 2])
        .unknown("userId", .badRequest, "COMMAND-uXHNj").limits(.id("userId"), .range("count", 1...50)),
        Contract(
            "RemoveRecoveryCodes", "DELETE /v2/users/{user_id}/recovery_codes", .objectOrSelf(.userCredentialWrite),
            reply: ["details"]
        )
        .unknown("userId", .notFound, "COMMAND-4g3xq").limits(.id("userId")),
        Contract(
            "ListAuthenticationMethodTypes", "GET /v2/users/{user_id}/authentication_methods",
            .objectOrSelf(.userRead), reply: ["details", "authMethodTypes"]
        )
        .unknown("userId", .ok).limits(.id("userId"), .id("domainQuery:DomainQuery.domain").in(ofAnyDomain)),
        Contract(
            "ListAuthenticationFactors", "POST /v2/users/{user_id}/authentication_factors/_search", hasBody: false,
            .objectOrSelf(.userRead), reply: ["result"]
        )
        .message(["userId": "human-of-a", "states": ["AUTH_FACTOR_STATE_NOT_READY", "AUTH_FACTOR_STATE_READY"]])
        .unknown("userId", .ok).limits(.id("userId")),
    ]

    private static let ofAnyDomain: JSONValue = ["userId": "human-of-a", "domainQuery": ["includeWithoutDomain": true]]

    private static func addition(_ name: String, _ factor: String, again: String) -> Contract {
        Contract(
            name, "POST /v2/users/{user_id}/\(factor)", .objectOrSelf(.userCredentialWrite), reply: ["details"],
            .once(again)
        )
        .unknown("userId", .notFound, "COMMAND-4g3xq").limits(.id("userId"))
    }

    private static func removal(_ name: String, _ factor: String, again: String) -> Contract {
        Contract(
            name, "DELETE /v2/users/{user_id}/\(factor)", .objectOrSelf(.userWrite), reply: ["details"], .once(again)
        )
        .unknown("userId", .notFound, "COMMAND-4g3xq").limits(.id("userId"))
    }
}
