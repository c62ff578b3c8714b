package import Platform

/// Somebody who sends messages of one channel. Of each channel at most one is active.
package struct MessageProvider: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package enum Kind: String, Sendable, CaseIterable {
        case smtp, twilio, http
    }

    /// What is no secret about it. The password, the token and the signing key are kept apart, sealed.
    package enum Configuration: Sendable, Hashable {
        case smtp(SMTPConfiguration)
        case twilio(TwilioConfiguration)
        /// Everything is posted to this address as JSON, signed.
        case http(endpoint: String)

        package var kind: Kind {
            switch self {
            case .smtp: .smtp
            case .twilio: .twilio
            case .http: .http
            }
        }
    }

    package let id: ID
    package let channel: MessageChannel
    package var configuration: Configuration
    package var description: String
    package var isActive: Bool
    package var sequence: Int64
    package let createdAt: Timestamp
    package var changedAt: Timestamp

    package init(
        id: ID, channel: MessageChannel, configuration: Configuration, description: String, isActive: Bool = false,
        sequence: Int64 = 0, createdAt: Timestamp, changedAt: Timestamp
    ) {
        self.id = id
        self.channel = channel
        self.configuration = configuration
        self.description = description
        self.isActive = isActive
        self.sequence = sequence
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}

/// A mail server and the sender of the mails.
package struct SMTPConfiguration: Sendable, Hashable {
    /// `host:port`.
    package var host: String
    package var usesTLS: Bool
    /// Empty for a server that takes mail without a password.
    package var user: String
    package var senderAddress: String
    package var senderName: String
    package var replyToAddress: String

    package init(
        host: String, usesTLS: Bool, user: String = "", senderAddress: String, senderName: String = "",
        replyToAddress: String = ""
    ) {
        self.host = host
        self.usesTLS = usesTLS
        self.user = user
        self.senderAddress = senderAddress
        self.senderName = senderName
        self.replyToAddress = replyToAddress
    }
}

/// An account of Twilio.
package struct TwilioConfiguration: Sendable, Hashable {
    /// Of the account.
    package var sid: String
    /// A number, or the name of a messaging service, which begins with `MG`.
    package var sender: String

    package init(sid: String, sender: String) {
        self.sid = sid
        self.sender = sender
    }
}

extension AuditEvent {
    package static func messageProvider(
        _ id: MessageProvider.ID, of instance: String, _ type: String, _ payload: JSONObject = [:]
    ) -> AuditEvent {
        var payload = payload
        payload["id"] = .string(id.rawValue)
        return AuditEvent(.instance, instance, organization: nil, type, payload: payload)
    }
}
