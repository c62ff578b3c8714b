internal import FoundationEssentials
internal import Glibc

/// A disk that takes no more writes to one file, as one does that broke or was remounted read-only: each of them is an
/// error of the system. What was written before can still be read.
enum FailingDisk {
    /// Lets all writes to an open file fail from now on, or succeed again.
    static func setWritable(_ isWritable: Bool, _ path: String) throws {
        let opened = try descriptors(of: path)
        guard !opened.isEmpty else { throw NotOpen(path: path) }
        let replacement = unsafe open(path, (isWritable ? O_RDWR : O_RDONLY) | O_CLOEXEC)
        guard replacement >= 0 else { throw NotOpen(path: path) }
        defer { close(replacement) }
        for descriptor in opened {
            guard dup2(replacement, descriptor) == descriptor, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else {
                throw NotOpen(path: path)
            }
        }
    }

    /// The descriptors that this process has of a file.
    private static func descriptors(of path: String) throws -> [Int32] {
        let folder = "/proc/self/fd"
        return try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { name in
            // Other tests open and close files meanwhile.
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")
            return target == path ? Int32(name) : nil
        }
    }

    struct NotOpen: Error {
        let path: String
    }
}
