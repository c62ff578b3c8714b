package import Platform

/// A message that waits in the outbox until it is sent.
package struct Message: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package enum State: String, Sendable, CaseIterable {
        /// It waits, or somebody is on the way with it.
        case waiting
        /// A server has it, or not: between these two nobody can tell when the process ends.
        case sending
        /// It was given up and is kept for the operator for a while.
        case dead
    }

    package let id: ID
    package let channel: MessageChannel
    package let kind: Notice.Kind
    package let userID: User.ID
    package let organizationID: Organization.ID
    /// ``MessageContent``, sealed under the master key: it holds codes.
    package let sealedContent: [UInt8]
    /// How often it was taken up.
    package let attempts: Int64
    package let createdAt: Timestamp
    /// From then on nobody needs it.
    package let expiresAt: Timestamp

    package init(
        id: ID, channel: MessageChannel, kind: Notice.Kind, userID: User.ID, organizationID: Organization.ID,
        sealedContent: [UInt8], attempts: Int64 = 0, createdAt: Timestamp, expiresAt: Timestamp
    ) {
        self.id = id
        self.channel = channel
        self.kind = kind
        self.userID = userID
        self.organizationID = organizationID
        self.sealedContent = sealedContent
        self.attempts = attempts
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

/// The words of a message in the language of its receiver, without any markup.
package struct MessageContent: Sendable, Hashable {
    /// An e-mail address or a telephone number.
    package var address: String
    /// A tag of BCP 47.
    package var language: String
    package var subject: String
    package var greeting: String
    /// Sentences; for an SMS the whole message.
    package var text: String
    package var code: String
    /// What stands before the code; empty where the code is for the link alone.
    package var codeLabel: String
    package var link: String
    /// What the button says that leads to the link.
    package var button: String
    /// A last sentence for those who did not expect the message.
    package var closing: String
    /// Facts about the receiver, for a provider that makes its own words.
    package var facts: JSONObject

    package init(
        address: String, language: String, subject: String = "", greeting: String = "", text: String,
        code: String = "", codeLabel: String = "", link: String = "", button: String = "", closing: String = "",
        facts: JSONObject = [:]
    ) {
        self.address = address
        self.language = language
        self.subject = subject
        self.greeting = greeting
        self.text = text
        self.code = code
        self.codeLabel = codeLabel
        self.link = link
        self.button = button
        self.closing = closing
        self.facts = facts
    }
}
