internal import Crypto
internal import Model
internal import Platform

extension MessageContent {
    /// The message as a provider takes it that makes its own words: why it is sent, what it says, and about whom.
    func providerJSON(_ envelope: MessageSender.Envelope, _ provider: ActiveProvider) -> JSONObject {
        var context: JSONObject = [
            "eventType": .string(envelope.kind.eventType),
            "provider": ["id": .string(provider.id), "description": .string(provider.description)],
        ]
        context[envelope.channel == .email ? "recipientEmailAddress" : "recipientPhoneNumber"] = .string(address)
        var arguments = facts
        arguments["code"] = .string(code)
        arguments["language"] = .string(language)
        let shown = code.isEmpty || codeLabel.isEmpty ? text : "\(text) \(codeLabel) \(code)"
        return [
            "contextInfo": .object(context),
            "templateData": [
                "title": .string(subject), "preHeader": .string(subject), "subject": .string(subject),
                "greeting": .string(greeting), "text": .string(shown), "url": .string(link),
                "buttonText": .string(button), "primaryColor": .string(envelope.branding.primaryColor),
                "backgroundColor": .string(envelope.branding.backgroundColor),
                "fontColor": .string(envelope.branding.fontColor), "footerText": .string(closing),
            ],
            "args": .object(arguments),
        ]
    }
}

extension Notice.Kind {
    /// The names of ZITADEL's events that lead to such messages.
    fileprivate var eventType: String {
        switch self {
        case .verifyEmail: "user.human.email.code.added"
        case .verifyPhone: "user.human.phone.code.added"
        case .resetPassword: "user.human.password.code.added"
        case .registerPasskey: "user.human.passwordless.initialization.code.requested"
        case .invitation: "user.human.invite.code.added"
        case .otpEmail: "session.otp.email.challenged"
        case .otpSMS: "session.otp.sms.challenged"
        case .passwordChanged: "user.human.password.changed"
        }
    }
}

/// The proof that a payload comes from this service and is not an old one.
enum PayloadSignature {
    /// `t=` and the seconds since 1970, `v1=` and the HMAC-SHA-256 of these seconds, a dot and the payload.
    static func header(of body: [UInt8], key: Secret<String>, at now: Timestamp) -> String {
        let code = HMACSHA256.code(for: Array("\(now.seconds).".utf8) + body, key: Array(key.exposed.utf8))
        let digits = Array("0123456789abcdef".utf8)
        let text = code.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return "t=\(now.seconds),v1=\(String(decoding: text, as: UTF8.self))"
    }
}
