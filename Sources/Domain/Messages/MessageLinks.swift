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
        case .verifyEmail, .invitation:
            // An invitation is accepted by proving the address, after which a first credential is set.
            let extra: [(String, LinkTemplate.Placeholder)] = [
                ("code", .code), ("userId", .userID), ("organization", .organizationID),
            ]
            let link = address("verify", extra, notice, user)
            if case .invitation = notice { return link + "&invite=true" }
            return link
        case .resetPassword:
            return address(
                "password/set", [("code", .code), ("userId", .userID), ("organization", .organizationID)], notice, user)
        case .registerPasskey:
            return address(
                "passkey/set",
                [("codeId", .codeID), ("code", .code), ("userId", .userID), ("organization", .organizationID)], notice,
                user)
        case .otpEmail:
            return address(
                "otp/email", [("code", .code), ("userId", .userID), ("sessionId", .sessionID)], notice, user)
        case .verifyPhone, .otpSMS, .passwordChanged:
            return ""
        }
    }

    private func address(
        _ path: String, _ query: [(name: String, value: LinkTemplate.Placeholder)], _ notice: Notice, _ user: User
    ) -> String {
        let pairs = query.map { "\($0.name)=\(LinkTemplate.percentEncoded(value(of: $0.value, notice, user)))" }
        return "\(base)\(path)?\(pairs.joined(separator: "&"))"
    }

    private func value(of placeholder: LinkTemplate.Placeholder, _ notice: Notice, _ user: User) -> String {
        switch placeholder {
        case .code: notice.code ?? ""
        case .userID: user.id.rawValue
        case .organizationID: user.organizationID.rawValue
        case .codeID: if case .registerPasskey(let id, _, _) = notice { id } else { "" }
        case .sessionID: if case .otpEmail(_, _, let session) = notice { session } else { "" }
        case .loginName: user.preferredLoginName
        case .displayName: user.displayName
        case .preferredLanguage: user.human?.preferredLanguage ?? ""
        }
    }
}
