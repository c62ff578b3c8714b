internal import Foundation
internal import TestSupport

/// A disk that fails when a test says so: `Fixtures/faults/disk.c` stands between the service and the system.
final class DiskShim: Sendable {
    enum Fault: String, CaseIterable, Sendable, CustomStringConvertible {
        case full = "f"
        case unwritable = "w"
        case unsynchronised = "s"

        var description: String {
            switch self {
            case .full: "full"
            case .unwritable: "write fails"
            case .unsynchronised: "fsync fails"
            }
        }
    }

    private let directory: TemporaryDirectory
    private let control: FileHandle

    init() async throws {
        directory = try TemporaryDirectory()
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Fixtures/faults/disk.c").standardizedFileURL.path
        let compiled = try await ChildProcess.run(
            "cc", ["-shared", "-fPIC", "-O1", "-o", "\(directory.path)/disk.so", source, "-ldl"])
        guard compiled.status == 0 else { throw NotCompiled(reason: compiled.error) }
        let path = "\(directory.path)/control"
        try Data("-".utf8).write(to: URL(filePath: path))
        guard let control = FileHandle(forUpdatingAtPath: path) else { throw NotCompiled(reason: path) }
        self.control = control
    }

    /// For the service.
    var settings: [String: String] {
        ["LD_PRELOAD": "\(directory.path)/disk.so", "DISK_FAULT": "\(directory.path)/control"]
    }

    /// - Parameter fault: `nil` when all is well again.
    func set(_ fault: Fault?) throws {
        try control.seek(toOffset: 0)
        try control.write(contentsOf: Data((fault?.rawValue ?? "-").utf8))
    }

    struct NotCompiled: Error {
        let reason: String
    }
}

/// A small file system of its own, which really is full. To mount one takes rights that tests do not have everywhere.
final class SmallDisk: Sendable {
    let path: String
    private let directory: TemporaryDirectory

    /// - Returns: `nil` without the right to mount.
    init?(megabytes: Int) async throws {
        directory = try TemporaryDirectory()
        path = "\(directory.path)/disk"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let mounted = try await ChildProcess.run(
            "mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0700", "alcazar-test", path])
        guard mounted.status == 0 else { return nil }
    }

    deinit {
        // What stays mounted is told by the directory that cannot be removed.
        unsafe umount2(path, Int32(MNT_DETACH))
    }

    /// Takes all the room that is left.
    func fill() throws {
        let ballast = "\(path)/ballast"
        try Data().write(to: URL(filePath: ballast))
        let file = try FileHandle(forWritingTo: URL(filePath: ballast))
        for size in [65536, 4096, 1] {
            // The error is what is waited for.
            while (try? file.write(contentsOf: Data(count: size))) != nil {}
        }
        try file.close()
    }

    func empty() throws {
        try FileManager.default.removeItem(atPath: "\(path)/ballast")
    }
}
