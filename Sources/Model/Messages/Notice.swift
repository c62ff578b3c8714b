internal import Platform

/// What a person is told, and with which code.
package enum Notice: Sendable, Hashable {
    case verifyEmail(IssuedCode, LinkTemplate?)
    case verifyPhone(code: String)
    case resetPassword(IssuedCode, LinkTemplate?, channel: MessageChannel)
    /// The link carries the identifier of the code too.
    case registerPasskey(IssuedCode, LinkTemplate?)
    /// - Parameter application: what the person is invited to; empty for the service itself.
    case invitation(IssuedCode, LinkTemplate?, application: String)
    case otpEmail(code: String, LinkTemplate?, session: String)
    case otpSMS(code: String)
    case passwordChanged
}

/// The way a message takes.
package enum MessageChannel: String, Sendable, CaseIterable {
    case email, sms
}

extension Notice {
    /// Which notice it is, apart from its values.
    package enum Kind: String, Sendable, CaseIterable {
        case verifyEmail, verifyPhone, resetPassword, registerPasskey, invitation, otpEmail, otpSMS, passwordChanged
    }

    package var kind: Kind {
        switch self {
        case .verifyEmail: .verifyEmail
        case .verifyPhone: .verifyPhone
        case .resetPassword: .resetPassword
        case .registerPasskey: .registerPasskey
        case .invitation: .invitation
        case .otpEmail: .otpEmail
        case .otpSMS: .otpSMS
        case .passwordChanged: .passwordChanged
        }
    }

    package var channel: MessageChannel {
        switch self {
        case .verifyPhone, .otpSMS: .sms
        case .resetPassword(_, _, let channel): channel
        case .verifyEmail, .registerPasskey, .invitation, .otpEmail, .passwordChanged: .email
        }
    }

    package var code: String? {
        switch self {
        case .verifyEmail(let issued, _), .resetPassword(let issued, _, _), .registerPasskey(let issued, _),
            .invitation(let issued, _, _):
            issued.code
        case .verifyPhone(let code), .otpEmail(let code, _, _), .otpSMS(let code): code
        case .passwordChanged: nil
        }
    }

    /// The template that the caller gave.
    package var template: LinkTemplate? {
        switch self {
        case .verifyEmail(_, let template), .resetPassword(_, let template, _), .registerPasskey(_, let template),
            .invitation(_, let template, _), .otpEmail(_, let template, _):
            template
        case .verifyPhone, .otpSMS, .passwordChanged: nil
        }
    }

    /// How long the notice is of use: the life of its code, where the caller does not know better.
    package var lifetime: Duration {
        switch self {
        case .verifyEmail, .verifyPhone, .resetPassword, .registerPasskey: .hours(1)
        case .invitation: .hours(72)
        case .otpEmail, .otpSMS: .minutes(5)
        case .passwordChanged: .hours(24)
        }
    }
}
