internal import Foundation
internal import Testing

/// A message of `Fixtures/http`. Its name begins with the statuses that it must be answered with, in their order.
struct Fixture: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let statuses: [Int]

    var testDescription: String { name }

    /// Whether the last message is refused by the parser; a missing route is no matter of the parser.
    var isRefused: Bool {
        guard let last = statuses.last else { return false }
        return last >= 400 && last != 404 && last != 405
    }

    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/http")

    static let all: [Fixture] = {
        // A missing folder shows as an empty list, which a test of its own refuses.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return names.sorted().compactMap { name -> Fixture? in
            guard let data = FileManager.default.contents(atPath: directory.appendingPathComponent(name).path) else {
                return nil
            }
            let parts: [Substring] = name.split(separator: "-")
            let statuses = parts.prefix { $0.count == 3 }.prefix { Int($0) != nil }
            return Fixture(name: name, bytes: Array(data), statuses: statuses.compactMap { Int($0) })
        }
    }()
}
