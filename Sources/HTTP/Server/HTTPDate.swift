internal import CLinux
internal import Glibc
internal import Platform

/// The value of `Date` (RFC 9110 §5.6.7), made once per second.
struct HTTPDate {
    private var second: Int = .min
    private(set) var line: [UInt8] = []

    /// The whole field line with its end.
    mutating func refresh() {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME_COARSE, &time)
        guard time.tv_sec != second else { return }
        second = time.tv_sec
        line = Array("Date: \(Self.text(seconds: second))\r\n".utf8)
    }

    /// - Parameter seconds: since 1970.
    static func text(seconds: Int) -> String {
        let iso = Timestamp(seconds: Int64(seconds)).rfc3339.split { $0 == "-" || $0 == "T" || $0 == "Z" }
        // 1 January 1970 was a Thursday.
        let day = days[(seconds / 86400 + 4) % 7]
        return "\(day), \(iso[2]) \(months[(Int(iso[1]) ?? 1) - 1]) \(iso[0]) \(iso[3]) GMT"
    }

    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
