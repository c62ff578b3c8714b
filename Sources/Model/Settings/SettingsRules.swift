// What settings must not say, wherever they come from.

extension LoginSettings {
    package func validate() throws(DomainError) {
        // Browsers are sent there: `javascript:` must not get through.
        guard defaultRedirectURI.isEmpty || AbsoluteURI(defaultRedirectURI).map(\.isWebPage) == true else {
            throw DomainError(.invalidArgument, "IAM-SFdqd", "Errors.IAM.LoginPolicy.RedirectURIInvalid")
        }
        let lifetimes = [
            passwordCheckLifetime, identityProviderCheckLifetime, mfaInitSkipLifetime, secondFactorCheckLifetime,
            multiFactorCheckLifetime,
        ]
        guard lifetimes.allSatisfy({ $0 >= .zero }) else { throw .malformed("a lifetime must not be negative") }
    }
}

extension PasswordComplexitySettings {
    package func validate() throws(DomainError) {
        guard (1...72).contains(leastLength) else {
            throw DomainError(
                .invalidArgument, "MODEL-Lsp0e", "Errors.User.PasswordComplexityPolicy.MinLengthNotAllowed")
        }
    }
}

extension PasswordExpirySettings {
    package func validate() throws(DomainError) {
        guard (0...Self.greatestDays).contains(greatestAge), (0...Self.greatestDays).contains(warningDays) else {
            throw .malformed("a number of days must be between 0 and \(Self.greatestDays)")
        }
    }

    /// So that no time that is counted with it lies beyond what can be written.
    private static let greatestDays: Int64 = 1_000_000
}

extension LegalAndSupportSettings {
    package func validate() throws(DomainError) {
        for link in [termsOfServiceLink, privacyPolicyLink, helpLink, documentationLink, customLink] {
            // The language of the reader may stand in a link.
            let filled = link.split(separator: "{{.Lang}}", omittingEmptySubsequences: false).joined(separator: "en")
            guard link.isEmpty || AbsoluteURI(filled).map(\.isWebPage) == true else {
                throw .malformed("a link must start with https:// or http://")
            }
        }
        guard supportEmail.isEmpty || Self.isAddress(supportEmail) else {
            throw .malformed("the support e-mail address must be an address")
        }
    }

    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && text.utf8.count <= 320
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }
}

extension SecuritySettings {
    package func validate() throws(DomainError) {
        // They become part of a response header.
        for origin in framingOrigins {
            let named = origin.split(separator: "://*.", omittingEmptySubsequences: false).joined(separator: "://any.")
            guard let uri = AbsoluteURI(named), uri.isWebPage, uri.rest.isEmpty,
                !origin.utf8.contains(where: { ";,'*".utf8.contains($0) }) || named != origin
            else {
                throw .malformed("an allowed origin must be an origin such as https://app.example")
            }
        }
    }
}

extension BrandingSettings {
    package func validate() throws(DomainError) {
        for (color, id, name) in [
            (primaryColor, "391dG", "PrimaryColor"), (backgroundColor, "502F1", "BackgroundColor"),
            (warnColor, "nvw33", "WarnColor"), (fontColor, "93mSf", "FontColor"),
            (primaryColorDark, "391dG", "PrimaryColorDark"), (backgroundColorDark, "llsp2", "BackgroundColorDark"),
            (warnColorDark, "2b6sf", "WarnColorDark"), (fontColorDark, "3M0fs", "FontColorDark"),
        ] where !Self.isColor(color) {
            throw DomainError(.invalidArgument, "POLICY-\(id)", "Errors.Policy.Label.Invalid.\(name)")
        }
    }

    /// Three or six hexadecimal digits after a number sign, or nothing.
    private static func isColor(_ text: String) -> Bool {
        guard !text.isEmpty else { return true }
        return text.hasPrefix("#") && [4, 7].contains(text.utf8.count)
            && text.dropFirst().allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}

extension BrandingPreview {
    package func validate() throws(DomainError) {
        try branding.validate()
    }
}

extension AbsoluteURI {
    /// An address of a page that does not hide its host behind something else.
    fileprivate var isWebPage: Bool { isWeb && !host.isEmpty && !hasUserInfo }
}
