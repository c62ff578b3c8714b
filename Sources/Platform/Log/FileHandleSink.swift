internal import Foundation
internal import Synchronization

/// Writes whole lines to a standard stream; lines of different threads never mix.
package enum FileHandleSink {
    private static let lock = Mutex(())

    package static func standardError(_ line: [UInt8]) {
        write(line, to: .standardError)
    }

    package static func standardOutput(_ line: [UInt8]) {
        write(line, to: .standardOutput)
    }

    /// A stream that is gone (closed pipe) must not stop the service: there is nobody left to tell.
    private static func write(_ line: [UInt8], to handle: FileHandle) {
        lock.withLock { _ in try? handle.write(contentsOf: line) }
    }
}
