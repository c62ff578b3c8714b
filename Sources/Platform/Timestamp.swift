/// A moment in UTC with millisecond precision: the only representation of time in the service.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// - Parameter seconds: seconds since 1970, as in a JWT's NumericDate (RFC 7519 §2).
    package init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        milliseconds = overflow ? (seconds < 0 ? Int64.min : Int64.max) : product
    }

    /// Seconds since 1970, rounded down: the form of `exp`, `iat` and `nbf`.
    package var seconds: Int64 {
        milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    }

    /// "Never": the greatest moment that RFC 3339 can write.
    package static let distantFuture = Timestamp(seconds: 253_402_300_799)

    package static func < (lhs: Timestamp, rhs: Timestamp) -> Bool {
        lhs.milliseconds < rhs.milliseconds
    }

    package static func + (moment: Timestamp, duration: Duration) -> Timestamp {
        let (sum, overflow) = moment.milliseconds.addingReportingOverflow(duration.milliseconds)
        return overflow ? .distantFuture : Timestamp(milliseconds: sum)
    }

    package static func - (moment: Timestamp, duration: Duration) -> Timestamp {
        moment + (.zero - duration)
    }

    /// The time from `earlier` to this moment.
    package func since(_ earlier: Timestamp) -> Duration {
        // Durations have 128 bits: no two moments are too far apart.
        .milliseconds(milliseconds) - .milliseconds(earlier.milliseconds)
    }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero.
    package var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }

    package static func minutes(_ count: Int64) -> Duration { .seconds(count * 60) }
    package static func hours(_ count: Int64) -> Duration { .seconds(count * 3600) }
    package static func days(_ count: Int64) -> Duration { .seconds(count * 86400) }
}
