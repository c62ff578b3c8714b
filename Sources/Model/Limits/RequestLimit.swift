internal import Platform

/// How many requests of a kind one network, or one user, may make in a span of time. They cost a message or a row, and
/// anybody can make them.
package struct RequestLimit: Sendable, Hashable {
    /// In the store.
    package let name: String
    package let greatestCount: Int64
    package let span: Duration

    package init(_ name: String, _ greatestCount: Int64, per span: Duration) {
        self.name = name
        self.greatestCount = greatestCount
        self.span = span
    }

    /// Mails with which a new password can be set.
    package static let passwordMails = RequestLimit("password-mail", 20, per: .minutes(10))
    /// New accounts, each of which gets a mail.
    package static let registrations = RequestLimit("registration", 20, per: .minutes(10))
    /// How near to each other messages are that a user without the right to change others has sent over one way.
    package static let ownMessagePause = RequestLimit("own-message-pause", 1, per: .seconds(30))
    /// How many there are of them. Each may go to another stranger, and one by SMS costs money.
    package static let ownMessages = RequestLimit("own-message", 10, per: .hours(24))
    /// Ways to identity providers that people are sent on. Each costs a row that is kept while somebody may come back, and
    /// perhaps a request to the provider; a whole office comes from one network in the morning.
    package static let providerSignIns = RequestLimit("provider-sign-in", 300, per: .minutes(10))
    /// Looks at the page that asks for a passkey, each of which makes a session that lasts ten minutes.
    package static let passkeyQuestions = RequestLimit("passkey-question", 600, per: .minutes(10))
    /// Requests of devices for a client that cannot prove who it is. The span is the time that one waits for a decision,
    /// so this bounds those that wait.
    package static let deviceRequests = RequestLimit("device", 100, per: .minutes(5))
}
