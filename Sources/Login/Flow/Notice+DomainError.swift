internal import Domain
internal import Model

extension Notice {
    /// What an error means to the person. What is a fault of ours, or of a page, is shown with its identifier.
    init(_ error: DomainError) {
        if let retry = error.retryAfter {
            let isAfterCode = ["SESSION-C0de5", "CODE-Pau5e"].contains(error.id)
            self = isAfterCode ? .codeJustSent(Int(retry)) : .slowDown(Int(retry))
            return
        }
        if let known = Self.known[error.id] {
            self = known
            return
        }
        if error.isTemporary {
            self = .unavailable
            return
        }
        self = Self(passwordRule: error.id) ?? .failed(error.id)
    }

    /// The same on a page with a form. Where the links in mails lead to, a code is one of a mail.
    init(_ error: DomainError, at place: Place) {
        self.init(error)
        guard place.isOfLinks, self == .wrongCode || self == .codeExpired else { return }
        self = .mailedCodeRefused
    }

    private static let known: [String: Notice] = [
        "COMMAND-3M0fs": .wrongPassword, "COMMAND-3nJ4t": .wrongPassword, "QUERY-Dfbg2": .unknownName,
        "COMMAND-JLK35": .locked, "COMMAND-S6h4R": .locked, "COMMAND-2w6oa": .locked, "SESSION-Gj4ko": .inactive,
        "COMMAND-Df4b3": .inactive, "EVENT-8isk2": .wrongCode, "CODE-woT0xc": .wrongCode,
        "CODE-QvUQ4P": .codeExpired, "COMMAND-S34gh": .codeExpired, "COMMAND-2M9fs": .codeExpired,
        "COMMAND-eis9R": .wrongCode, "COMMAND-Wgn4q": .wrongCode, "COMMAND-Eeb2a": .wrongCode,
        "DOMAIN-6uvh0": .wrongRecoveryCode, "COMMAND-84rgg": .wrongRecoveryCode, "COMMAND-Aesh5": .passwordUnchanged,
        "V3-DKcYh": .nameTaken, "COMMAND-7yiox1isql": .nameTaken, "WEBAU-4G8sw": .noPasskey,
        "WEBAU-5M9so": .passkeyFailed, "WEBAU-sEr8c": .passkeyFailed, "WEBAU-3Vb9s": .passkeyFailed,
        "OIDC-foSyH49RvL": .notAllowed, "OIDC-0rg5c": .notAllowed, "COMMAND-jae5P": .requestGone,
        "COMMAND-Sx208nt": .requestGone, "COMMAND-Sx202nt": .requestGone, "OIDC-Us3r4": .inactive,
        DomainError.changedApplication.id: .requestGone,
        "QUERY-Dev1c": .unknownDeviceCode, "COMMAND-D2hf2": .unknownDeviceCode, "COMMAND-gee5A": .unknownDeviceCode,
        "COMMAND-D30Jf": .unknownDeviceCode,
        "COMMAND-Ioqu5": .passkeyFailed, "COMMAND-Aej7i": .passkeyFailed, "WEBAU-ADgv4": .passkeyFailed,
        "WEBAU-4M90s": .passkeyFailed, "COMMAND-SF3fg": .locked, "EMAIL-spblu": .emailInvalid,
        "EMAIL-599GV": .emailInvalid, "EMAIL-599BI": .emailInvalid,
        "COMMAND-as02jin": .providerUnavailable, "IDP-Un4vl": .providerUnavailable,
        "COMMAND-39nf2": .providerUnavailable,
        "IDP-0ff3r": .providerUnavailable,
        "COMMAND-O8xk3w": .providerUnavailable, "IDP-L1nk1": .providerUnavailable, "IDP-nme4gszsvx": .providerFailed,
        "IDP-SAf42": .providerFailed, "IDP-Answ1": .providerFailed, "COMMAND-Df4bw": .providerFailed,
        "COMMAND-SAf42": .providerFailed, "CRYPTO-Sfefs": .providerFailed, "CRYPTO-Swg31": .providerFailed,
        "CRYPTO-Sf4gt": .providerFailed, "CRYPTO-CRYPTO": .providerFailed,
        DomainError.lastWayIn.id: .onlyWayIn,
        "COMMAND-G8dh3": .wrongCode, "COMMAND-F5g2h": .wrongCode, "COMMAND-ieJ2e": .wrongCode,
    ]

    /// The rules of new passwords; each call names them with a prefix of its own.
    private init?(passwordRule id: String) {
        switch id.split(separator: "-").last {
        case "HuJf6": self = .passwordTooShort
        case "L0ng3": self = .passwordTooLong
        case "co3Xw": self = .passwordTooSimple(.lowercase)
        case "VoaRj": self = .passwordTooSimple(.uppercase)
        case "ZBv4H": self = .passwordTooSimple(.number)
        case "ZDLwA": self = .passwordTooSimple(.symbol)
        case "C0mm0": self = .passwordCommon
        default: return nil
        }
    }
}
