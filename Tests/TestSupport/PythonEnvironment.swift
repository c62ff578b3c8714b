internal import FoundationEssentials

/// Python with the packages of `Tests/Python/requirements.txt`, for clients and servers that nobody here wrote.
package enum PythonEnvironment {
    /// The packages cannot be installed.
    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    private static var folder: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Python")
    }

    /// Where a file of `Tests/Python` is.
    package static func path(_ file: String) -> String { folder.appending(path: file).path }

    private static let installed = Task {
        let result = try await ChildProcess.run(path("environment"), [])
        guard result.status == 0 else { throw Missing(description: result.error) }
        return String(result.output.prefix { $0 != "\n" })
    }

    /// The path of the interpreter. The first call on a machine installs the packages.
    package static func interpreter() async throws -> String { try await installed.value }

    /// The path of a program that one of the packages brings, such as `schemathesis`.
    package static func program(_ name: String) async throws -> String {
        URL(filePath: try await interpreter()).deletingLastPathComponent().appending(path: name).path
    }
}
