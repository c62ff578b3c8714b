internal import FoundationEssentials

/// A directory that lives as long as this object; in memory where the system has a place for that.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() throws {
        let shared = "/dev/shm"
        let root =
            FileManager.default.isWritableFile(atPath: shared) ? shared : FileManager.default.temporaryDirectory.path
        path = "\(root)/alcazar-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // Litter in the temporary directory fails no test.
        try? FileManager.default.removeItem(atPath: path)
    }
}
