internal import Foundation

/// A file that is kept equal to the input being tried. Three calls of the system, no new file per input.
struct CurrentInput {
    private let handle: FileHandle

    init(_ file: URL) throws {
        try Data().write(to: file)
        handle = try FileHandle(forWritingTo: file)
    }

    func write(_ bytes: [UInt8]) throws {
        try handle.seek(toOffset: 0)
        try handle.write(contentsOf: Data(bytes))
        try handle.truncate(atOffset: UInt64(bytes.count))
    }
}
