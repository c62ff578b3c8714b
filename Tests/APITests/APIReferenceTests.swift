internal import API
internal import App
internal import FoundationEssentials
internal import TestSupport
internal import Testing

@Suite("The reference of the API")
struct APIReferenceTests {
    private static let documents = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs")

    @Test func `its pages are those that the declarations make; make docs writes them`() async throws {
        let pages = APIReference(try await WalkWorld.shared().server.service.apiMethods).pages
        let folder = Self.documents.appending(path: "api")
        #expect(
            try Set(FileManager.default.contentsOfDirectory(atPath: folder.path)) == Set(pages.map(\.file)))
        for page in pages {
            let written = try String(contentsOf: folder.appending(path: page.file), encoding: .utf8)
            // Not compared by an expectation: it would print both pages.
            let isCurrent = written == page.text
            #expect(isCurrent, "docs/api/\(page.file) is out of date: run make docs")
        }
    }

    @Test func `the overview leads to every page`() async throws {
        let overview = try String(contentsOf: Self.documents.appending(path: "api.md"), encoding: .utf8)
        for page in APIReference(try await WalkWorld.shared().server.service.apiMethods).pages {
            #expect(overview.contains("](api/\(page.file))"), "\(page.file)")
        }
    }

    @Test func `a page tells permission, wires, members and an example of each method`() async throws {
        let pages = APIReference(try await WalkWorld.shared().server.service.apiMethods).pages
        let page = try #require(pages.first { $0.file == "user.md" }).text
        let section = try #require(page.split(separator: "\n## ").first { $0.hasPrefix("SetEmail\n") })
        for words in [
            "Needs `user.write` where the object is, or to be the user that it belongs to.",
            "REST: `POST /v2/users/{user_id}/email`", "Connect: `POST /zitadel.user.v2.UserService/SetEmail`",
            "| `email` | string | required, 1 to 200 characters. |", "at most one of *verification*, only `true`.",
            "curl --request POST \"$ALCAZAR/v2/users/322981374656970755/email\"", "\"email\": \"mila@example.com\"",
            "[Details](#zitadelobjectv2details)",
        ] {
            #expect(section.contains(words), "\(words)")
        }
    }
}
