internal import Crypto
internal import Model
internal import Platform
internal import Storage

/// The codes that are sent to prove a telephone number or an e-mail address in one session.
struct SessionCodes: Sendable {
    static let lifetime = Duration.minutes(5)
    /// Between two codes that are sent to a user over one channel.
    static let pause = Duration.seconds(30)
    /// Wrong attempts after which a code is void.
    static let greatestFailures: Int64 = 10
    private static let length = 8

    private let digests: KeyedDigest

    init(masterKey: MasterKey) {
        digests = KeyedDigest(masterKey.subkey(for: "session codes"))
    }

    /// A new code, and what is stored of it.
    func make(
        _ channel: MessageChannel, for session: Session.ID, of user: User.ID, at now: Timestamp
    ) -> (code: String, stored: SessionCode) {
        let code = SecureRandom.string(length: Self.length, alphabet: "0123456789")
        return (code, SessionCode(digest: digest(code, channel, session, user), expiresAt: now + Self.lifetime))
    }

    func matches(
        _ code: String, _ stored: SessionCode, _ channel: MessageChannel, of session: Session.ID, _ user: User.ID
    ) -> Bool {
        ConstantTime.equal(digest(code, channel, session, user), stored.digest)
    }

    private func digest(
        _ code: String, _ channel: MessageChannel, _ session: Session.ID, _ user: User.ID
    ) -> [UInt8] {
        digests.digest(session.rawValue, user.rawValue, channel.rawValue, code)
    }
}
