internal import Synchronization

/// Gathers what a streamed body writes.
final class BodyCollector: Sendable {
    private let collected = Mutex<[UInt8]>([])

    var bytes: [UInt8] { collected.withLock { $0 } }

    func append(_ bytes: [UInt8]) {
        collected.withLock { $0 += bytes }
    }
}
