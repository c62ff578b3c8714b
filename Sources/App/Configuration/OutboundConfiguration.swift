package import Domain
package import Model
internal import Outbound
internal import Platform

/// What this service sends to others, and by whom.
package struct OutboundConfiguration: Sendable {
    package var providers = ConfiguredProviders()
    /// A file of certificates that are trusted besides those of the system.
    package var certificates: String?
    /// Hosts that may be called although they are in a private network.
    package var allowedHosts: Set<String> = []
    /// Shows messages instead of sending them.
    package var console: (@Sendable (MessageContent) -> Void)?
    /// Of Twilio's interface. Tests have one of their own.
    package var twilioURL = "https://api.twilio.com"

    /// How long an answer of an identity provider is waited for. Tests, which run by the thousand at once, wait longer.
    package var providerTimeout = ProviderWeb.timeout

    package init() {}
}

extension Configuration {
    static func outbound(_ reader: inout SettingsReader) -> OutboundConfiguration {
        var outbound = OutboundConfiguration()
        outbound.certificates = reader.text("OUTBOUND_CAFILE")
        let hosts = reader.text("OUTBOUND_ALLOWEDHOSTS", default: "").split(separator: ",")
        outbound.allowedHosts = Set(hosts.map { $0.filter { $0 != " " }.lowercased() })
        outbound.providers.email = smtp(&reader)
        outbound.providers.sms = sms(&reader, &outbound.allowedHosts)
        return outbound
    }

    private static func smtp(_ reader: inout SettingsReader) -> ActiveProvider? {
        let prefix = "DEFAULTINSTANCE_SMTPCONFIGURATION_"
        let configuration = SMTPConfiguration(
            host: reader.text(prefix + "SMTP_HOST", default: ""),
            usesTLS: reader.bool(prefix + "TLS", default: true),
            user: reader.text(prefix + "SMTP_USER", default: ""),
            senderAddress: reader.text(prefix + "FROM", default: ""),
            senderName: reader.text(prefix + "FROMNAME", default: ""),
            replyToAddress: reader.text(prefix + "REPLYTOADDRESS", default: ""))
        let password = reader.secret(prefix + "SMTP_PASSWORD")
        guard !configuration.host.isEmpty else { return nil }
        if SMTPServer(address: configuration.host, usesTLS: configuration.usesTLS) == nil {
            reader.mistake(prefix + "SMTP_HOST", "must be a host and a port: mail.example.com:587")
        }
        if MailAddress(configuration.senderAddress) == nil {
            reader.mistake(prefix + "FROM", "must be an e-mail address")
        }
        return ActiveProvider(configuration: .smtp(configuration), secret: password ?? Secret(""))
    }

    /// Twilio, or a server that takes messages as JSON. Such a server may be anywhere, because the operator names it.
    private static func sms(_ reader: inout SettingsReader, _ allowedHosts: inout Set<String>) -> ActiveProvider? {
        let twilio = "DEFAULTINSTANCE_SMSCONFIGURATION_TWILIO_"
        let configuration = TwilioConfiguration(
            sid: reader.text(twilio + "SID", default: ""), sender: reader.text(twilio + "SENDERNUMBER", default: ""))
        let token = reader.secret(twilio + "TOKEN")
        let http = "DEFAULTINSTANCE_SMSCONFIGURATION_HTTP_"
        let endpoint = reader.text(http + "ENDPOINT")
        let signingKey = reader.secret(http + "SIGNINGKEY")
        if let endpoint {
            guard let url = AbsoluteURI(endpoint), url.isWeb, !url.host.isEmpty else {
                reader.mistake(http + "ENDPOINT", "must be an http:// or https:// address")
                return nil
            }
            guard configuration.sid.isEmpty else {
                reader.mistake(http + "ENDPOINT", "set either this or Twilio's account")
                return nil
            }
            guard let signingKey else {
                reader.mistake(http + "SIGNINGKEY", "must be set with the endpoint")
                return nil
            }
            allowedHosts.insert(url.host)
            return ActiveProvider(configuration: .http(endpoint: endpoint), secret: signingKey)
        }
        guard !configuration.sid.isEmpty else { return nil }
        guard let token, !configuration.sender.isEmpty else {
            reader.mistake(twilio + "SID", "the token and the sender's number must be set with it")
            return nil
        }
        return ActiveProvider(configuration: .twilio(configuration), secret: token)
    }
}
