package import Platform

/// Why a message was not sent. What a server said is not kept: it may repeat an address.
package enum MessageFailure: String, Sendable, CaseIterable {
    /// Nobody needs it any more.
    case expired
    /// It was tried for a day.
    case gaveUp = "gave up"
    /// The server refused it for good.
    case refused
    /// Its address, or the sender's, cannot be written into a mail.
    case unsendable
    /// The server may have it or not. It is not sent again.
    case unknownOutcome = "unknown outcome"
    /// It was sealed under another master key.
    case unreadable
}

/// A message as the operator sees it: who and what, but no words.
package struct MessageRecord: Sendable, Hashable {
    package let message: Message
    package let state: Message.State
    /// When a waiting one is tried next.
    package let dueAt: Timestamp
    /// Why the last attempt failed; empty without one.
    package let reason: String

    package init(message: Message, state: Message.State, dueAt: Timestamp, reason: String) {
        self.message = message
        self.state = state
        self.dueAt = dueAt
        self.reason = reason
    }
}

/// How many messages of a channel are in one state.
package struct MessageCount: Sendable, Hashable {
    package let channel: MessageChannel
    package let state: Message.State
    package let count: Int64

    package init(channel: MessageChannel, state: Message.State, count: Int64) {
        self.channel = channel
        self.state = state
        self.count = count
    }
}
