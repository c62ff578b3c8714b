package import Platform

/// What is counted when it fails. Each kind has a counter of its own.
package enum CheckKind: String, Sendable, CaseIterable {
    case password, totp
    case otpSMS = "otp_sms"
    case otpEmail = "otp_email"
    case recoveryCode = "recovery_code"
}

/// Whose failures are counted.
package enum CheckSubject: Sendable, Hashable {
    case user(User.ID)
    /// A login name that nobody has, as a digest. It is slowed down and locked like a user, so that nobody learns the
    /// difference.
    case nobody(digest: String)

    /// The form of the store.
    package var text: String {
        switch self {
        case .user(let id): "user:\(id)"
        case .nobody(let digest): "name:\(digest)"
        }
    }

    package var userID: User.ID? {
        if case .user(let id) = self { id } else { nil }
    }
}

/// The failures of one kind since the last success.
package struct FailedChecks: Sendable, Hashable {
    package let count: Int64
    /// The next check is not made before this moment.
    package let nextAt: Timestamp

    package init(count: Int64, nextAt: Timestamp) {
        self.count = count
        self.nextAt = nextAt
    }

    package static let none = FailedChecks(count: 0, nextAt: Timestamp(milliseconds: 0))

    /// When the last one failed.
    package var lastAt: Timestamp { nextAt - Self.pause(after: count) }

    /// These and another one that failed now.
    package func adding(oneAt now: Timestamp) -> FailedChecks {
        FailedChecks(count: count + 1, nextAt: now + Self.pause(after: count + 1))
    }

    /// Guessing is slowed down from the fifth failure on: by a second for every five, by ten at the most. Whoever knows
    /// the password has to wait that long as well, and not longer.
    package static func pause(after count: Int64) -> Duration {
        .seconds(min(count / 5, 10))
    }
}
