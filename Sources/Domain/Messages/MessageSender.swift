internal import Model
package import Outbound
internal import Platform

/// Brings a message to its provider.
package struct MessageSender: Sendable {
    private let mail: SMTPClient
    private let web: HTTPClient
    /// Without a slash at its end.
    private let twilioURL: String

    /// - Parameters:
    ///   - web: for Twilio and for providers that take messages as JSON; its gate decides which addresses these may have.
    ///   - twilioURL: of Twilio's interface.
    package init(mail: SMTPClient, web: HTTPClient, twilioURL: String = "https://api.twilio.com") {
        self.mail = mail
        self.web = web
        self.twilioURL = twilioURL
    }

    /// What is sent, apart from the words.
    struct Envelope: Sendable {
        let id: String
        let kind: Notice.Kind
        let channel: MessageChannel
        let branding: BrandingSettings
        let time: Timestamp
    }

    func send(
        _ content: MessageContent, _ envelope: Envelope, by provider: ActiveProvider, handOver: HandOver
    ) async throws(OutboundError) {
        switch provider.configuration {
        case .smtp(let configuration):
            try await mail.send(
                try mailMessage(content, envelope, configuration),
                through: try configuration.server(password: provider.secret), handOver: handOver)
        case .twilio(let configuration):
            var request = WebRequest(
                .post,
                "\(twilioURL)/2010-04-01/Accounts/\(LinkTemplate.percentEncoded(configuration.sid))/Messages.json",
                fields: [("Content-Type", "application/x-www-form-urlencoded")])
            request.credentials = (configuration.sid, provider.secret)
            request.body = Array(configuration.form(to: content.address, content.plainText).utf8)
            try await web.send(request, handOver: handOver).requireAcceptance()
        case .http(let endpoint):
            let body = JSONValue.object(content.providerJSON(envelope, provider)).utf8
            var request = WebRequest(.post, endpoint, fields: [("Content-Type", "application/json")], body: body)
            request.fields.append(
                ("ZITADEL-Signature", PayloadSignature.header(of: body, key: provider.secret, at: envelope.time)))
            try await web.send(request, handOver: handOver).requireAcceptance()
        }
    }

    /// A mail that says where it comes from, to see whether a server takes mail.
    func sendTest(
        _ configuration: SMTPConfiguration, password: Secret<String>, to receiver: String, id: String,
        at now: Timestamp
    ) async throws(OutboundError) {
        let content = MessageContent(
            address: receiver, language: "en", subject: "Test of the mail server", greeting: "Hello,",
            text: "this mail was sent to see whether the settings of the mail server \(configuration.host) work. "
                + "They do.")
        let envelope = Envelope(
            id: id, kind: .verifyEmail, channel: .email, branding: BrandingSettings(), time: now)
        try await mail.send(
            try mailMessage(content, envelope, configuration), through: try configuration.server(password: password))
    }

    private func mailMessage(
        _ content: MessageContent, _ envelope: Envelope, _ configuration: SMTPConfiguration
    ) throws(OutboundError) -> MailMessage {
        guard let sender = MailAddress(configuration.senderAddress), let receiver = MailAddress(content.address) else {
            throw OutboundError(.invalid)
        }
        return try MailMessage(
            id: envelope.id, from: sender, named: configuration.senderName.onOneLine,
            replyTo: MailAddress(configuration.replyToAddress), to: receiver,
            .init(
                subject: content.subject, text: content.plainText, html: content.html(envelope.branding),
                language: content.language),
            at: envelope.time)
    }
}

extension SMTPConfiguration {
    fileprivate func server(password: Secret<String>) throws(OutboundError) -> SMTPServer {
        guard let server = SMTPServer(address: host, usesTLS: usesTLS, user: user, password: password) else {
            throw OutboundError(.invalid)
        }
        return server
    }
}

extension TwilioConfiguration {
    /// The form of Twilio's resource of messages.
    fileprivate func form(to number: String, _ text: String) -> String {
        let senderField = sender.hasPrefix("MG") ? "MessagingServiceSid" : "From"
        return [("To", number), (senderField, sender), ("Body", text)].map { name, value in
            "\(name)=\(LinkTemplate.percentEncoded(value))"
        }.joined(separator: "&")
    }
}

extension WebResponse {
    /// - Throws: what a status that is no success means for the message.
    fileprivate func requireAcceptance() throws(OutboundError) {
        switch status {
        case 200..<300: return
        case 401, 403: throw OutboundError(.notAuthenticated, reply: status)
        case 408, 425, 429, 500...: throw OutboundError(.refusedForNow, reply: status)
        default: throw OutboundError(.refused, reply: status)
        }
    }
}
