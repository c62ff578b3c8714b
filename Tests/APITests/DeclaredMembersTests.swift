internal import API
internal import App
internal import FoundationEssentials
internal import TestSupport
internal import Testing

@Suite("The contracts of the methods")
struct DeclaredMembersTests {
    /// What `MessageReader` and `MessageWriter` are called by, with the name of a member.
    private static let calls: Set<Substring> = [
        "string", "optionalString", "strings", "bool", "optionalBool", "unsigned", "integer", "bytes", "timestamp",
        "duration", "enumeration", "optionalEnumeration", "enumerations", "message", "requiredMessage", "messages",
        "object", "entries", "identifier", "identifiers", "textMatch", "emailAddress", "has", "set", "setAlways",
    ]

    @Test func `every member that the code reads or writes by name is declared in some message`() async throws {
        let names = try await declaredNames()
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/API")
        var (undeclared, found): (Set<String>, Int) = ([], 0)
        for folder in try FileManager.default.contentsOfDirectory(atPath: sources.path)
        where !folder.contains(".") && folder != "Wire" && folder != "Schema" {
            let place = sources.appending(path: folder)
            for file in try FileManager.default.contentsOfDirectory(atPath: place.path)
            where !file.contains("Contracts") {
                let text = try String(contentsOf: place.appending(path: file), encoding: .utf8)
                for match in text.matches(of: #/\.(\w+)\((?:in: )?"(\w+)"/#) where Self.calls.contains(match.1) {
                    found += 1
                    if !names.contains(String(match.2)) { undeclared.insert("\(file): \(match.2)") }
                }
            }
        }
        #expect(undeclared == [])
        #expect(found > 500)
    }

    private func declaredNames() async throws -> Set<String> {
        var (names, seen): (Set<String>, Set<String>) = ([], [])
        func visit(_ message: MessageSchema) {
            guard seen.insert(message.name).inserted else { return }
            for field in message.fields {
                names.insert(field.name)
                if let inner = field.type.message { visit(inner) }
            }
        }
        for method in try await WalkWorld.shared().server.service.apiMethods {
            visit(method.requestSchema)
            visit(method.replySchema)
        }
        return names
    }
}
