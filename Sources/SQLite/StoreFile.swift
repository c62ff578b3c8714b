internal import Glibc
internal import SQL

/// What happens to the files of a store outside SQLite: creation with the right mode, and durable renaming.
enum StoreFile {
    /// Makes an empty file that only its owner can read. SQLite gives its log the same mode.
    static func create(_ path: String, mustBeNew: Bool) throws(SQLError) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | (mustBeNew ? O_EXCL : 0), 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        close(descriptor)
    }

    static func refuseExisting(_ path: String) throws(SQLError) {
        if unsafe access(path, F_OK) == 0 { throw SQLError(.constraint(.unique), "\(path) exists already") }
    }

    /// Gives a complete file its final name, if that is free. Durable on return.
    static func publish(_ partial: String, as path: String) throws(SQLError) {
        try synchronize(partial)
        // A link, unlike a renaming, does not replace a file that appeared meanwhile.
        guard unsafe link(partial, path) == 0 else { throw failure(path) }
        remove(partial)
        try synchronize(directory(of: path))
    }

    static func remove(_ path: String) {
        _ = unsafe unlink(path)
    }

    private static func synchronize(_ path: String) throws(SQLError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func failure(_ path: String) -> SQLError {
        let code = errno
        return switch code {
        case EEXIST: SQLError(.constraint(.unique), "\(path) exists already")
        case ENOSPC, EDQUOT: SQLError(.full, "\(path): no space left")
        case ENOENT: SQLError(.unavailable, "\(path): the directory \(directory(of: path)) does not exist")
        case EACCES, EPERM, EROFS: SQLError(.unavailable, "\(path): not permitted")
        case EISDIR: SQLError(.unavailable, "\(path) is a directory")
        default: SQLError(.unavailable, "\(path): system error \(code)")
        }
    }
}
