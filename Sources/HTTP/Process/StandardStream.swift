internal import Glibc
internal import Synchronization

/// The process's output, written without Foundation, whose tables are the larger part of a small program.
package enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    private static let lock = Mutex(())

    /// Writes all bytes before anything else is written. A stream that is gone (a closed pipe) swallows them: there is
    /// nobody left to tell.
    package func write(_ bytes: [UInt8]) {
        Self.lock.withLock { _ in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(rawValue, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    package func write(_ text: String) {
        write(Array(text.utf8))
    }
}
