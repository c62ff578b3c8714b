extension Notice {
    /// The fields whose text it is about, by their names (WCAG 2.2 §3.3.1). Something may be missing in any field: which
    /// one it was is noted with it.
    var fields: [String] {
        switch self {
        case .unknownName: ["loginName"]
        case .wrongPassword: ["password"]
        case .wrongCode, .codeExpired, .mailedCodeRefused, .wrongRecoveryCode, .unknownDeviceCode: ["code"]
        case .currentPasswordWrong: ["current"]
        case .passwordTooShort, .passwordTooLong, .passwordTooSimple, .passwordCommon, .passwordUnchanged: ["new"]
        case .passwordsDiffer: ["again"]
        case .emailInvalid: ["email"]
        case .nameTaken: ["email", "username"]
        default: []
        }
    }
}
