internal import Model

/// The links in messages: of the caller's template, else below the configured public URL. Nothing of a request decides
/// where one leads.
struct MessageLinks: Sendable {
    /// With the slash that ends the host: nothing that follows it is of the host.
    private let root: String
    /// Of the login pages.
    private let base: String
    /// The host of the public URL.
    let host: String

    init(externalURL: String) {
        root = externalURL + "/"
        base = root + "ui/v2/login/"
        host = AbsoluteURI(externalURL)?.host ?? ""
    }

    /// Whether all links of a template lead below the public URL.
    func isOwn(_ template: LinkTemplate) -> Bool { template.text.utf8.starts(with: root.utf8) }

    /// - Returns: an empty text for a notice without a link.
    func link(of notice: Notice, for user: User) -> String {
        guard notice.channel == .email else { return "" }
        if let template = notice.template { return template.rendered { value(of: $0, notice, user) } }
        switch notice {
        case .verifyEmail(let issued, _): return address("verify", issued, user)
        // An invitation is accepted by proving the address, after which a first credential is set.
        case .invitation(let issued, _, _): return address("verify", issued, user, [("invite", "true")])
        case .resetPassword(let issued, _, _): return address("password/set", issued, user)
        case .registerPasskey(let issued, _): return address("passkey/set", issued, user, [("codeId", issued.id)])
        case .otpEmail(let code, _, let session):
            return address("otp/email", [("code", code), ("userId", user.id.rawValue), ("sessionId", session)])
        case .verifyPhone, .otpSMS, .passwordChanged: return ""
        }
    }

    private func address(
        _ path: String, _ issued: IssuedCode, _ user: User, _ extra: [(name: String, value: String)] = []
    ) -> String {
        address(
            path,
            [
                ("code", issued.code), ("proof", issued.proof), ("userId", user.id.rawValue),
                ("organization", user.organizationID.rawValue),
            ] + extra)
    }

    private func address(_ path: String, _ query: [(name: String, value: String)]) -> String {
        let pairs = query.map { "\($0.name)=\(LinkTemplate.percentEncoded($0.value))" }
        return "\(base)\(path)?\(pairs.joined(separator: "&"))"
    }

    private func value(of placeholder: LinkTemplate.Placeholder, _ notice: Notice, _ user: User) -> String {
        switch placeholder {
        case .code: notice.code ?? ""
        case .userID: user.id.rawValue
        case .organizationID: user.organizationID.rawValue
        case .codeID: if case .registerPasskey(let issued, _) = notice { issued.id } else { "" }
        case .sessionID: if case .otpEmail(_, _, let session) = notice { session } else { "" }
        case .loginName: user.preferredLoginName
        case .displayName: user.displayName
        case .preferredLanguage: user.human?.preferredLanguage ?? ""
        }
    }
}
