internal import CLinux
internal import Glibc

/// What the operating system answered to a failed call.
package struct SystemError: Error, Equatable {
    package let code: Int32

    /// The error of the last call on this thread.
    init() {
        code = errno
    }

    init(code: Int32) {
        self.code = code
    }
}

extension SystemError: CustomStringConvertible {
    package var description: String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}

/// The clock of all waiting; it does not follow changes of the wall clock.
enum MonotonicClock {
    static func milliseconds() -> UInt64 { nanoseconds() / 1_000_000 }

    static func nanoseconds() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
