internal import Platform

extension WalkRow {
    private static let human: JSONValue = ["userId": "human-of-a"]
    private static let code: JSONValue = ["userId": "human-of-a", "code": "$totpCode"]
    private static let one: JSONValue = ["userId": "human-of-a", "count": 1]

    /// The person has begun to register an application, and has a proven address and number.
    static let secondFactors: [WalkRow] = [
        (.write, "RegisterTOTP", human, nil), (.write, "VerifyTOTPRegistration", code, nil),
        (.write, "RemoveTOTP", human, nil), (.write, "AddOTPSMS", human, nil),
        (.write, "RemoveOTPSMS", human, ("AddOTPSMS", human)), (.write, "AddOTPEmail", human, nil),
        (.write, "RemoveOTPEmail", human, ("AddOTPEmail", human)), (.write, "GenerateRecoveryCodes", one, nil),
        (.write, "RemoveRecoveryCodes", human, ("GenerateRecoveryCodes", one)),
        (.list, "ListAuthenticationMethodTypes", human, nil), (.read, "ListAuthenticationFactors", human, nil),
    ].map { (kind: Kind, name: String, message: JSONValue, preparation: Preparation?) in
        let service = "zitadel.user.v2.UserService"
        return WalkRow(
            kind, "\(service)/\(name)", message,
            after: preparation.map { ("\(service)/\($0.method)", $0.message) })
    }
}
