internal import Platform

/// What a one-time code that is sent to a person is good for.
package enum CodePurpose: String, Sendable, CaseIterable {
    /// Proves an e-mail address.
    case email
    /// Proves a telephone number.
    case phone
    /// Sets a new password.
    case password
    /// Registers a passkey; several may be open, each with an identifier of its own.
    case passkey
    /// Lets an invited person set up the first credential.
    case invite

    /// Characters of a code.
    package var length: Int {
        switch self {
        case .email, .phone, .password, .invite: 6
        case .passkey: 12
        }
    }

    package var alphabet: String {
        switch self {
        case .email, .phone, .password, .invite: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        case .passkey: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        }
    }

    package var lifetime: Duration {
        switch self {
        case .email, .phone, .password, .passkey: .hours(1)
        case .invite: .hours(72)
        }
    }

    /// Wrong attempts after which a code is void: a code of 31 bits must not be found by trying.
    package var greatestFailures: Int64 {
        switch self {
        case .email, .phone, .password: 10
        case .passkey, .invite: 3
        }
    }
}
