internal import HTTP
internal import TestSupport
internal import Testing

extension TestBrowser {
    /// Goes where an application sends people.
    /// - Parameter changes: of the parameters of a request that is accepted.
    func authorize(_ client: TestServer.TestClient, _ changes: [(String, String?)] = []) async throws {
        try await authorize(TestSignIn(server, client).parameters(changes))
    }

    /// The parameters with which the browser is back at the application.
    func applicationAnswer() throws -> [String: String] {
        let location = try #require(page?.fields["Location"], "\(address) \(text)")
        #expect(page?.status == .seeOther)
        try #require(location.hasPrefix("\(TestSignIn.redirectURI)?"), "\(location)")
        return try TestSignIn.members(of: location)
    }

    /// Chooses an account by its session, on the page of accounts.
    func choose(account name: String) async throws {
        let row = try #require(text.components("<li>").first { $0.contains(">\(name)") }, "no \(name) on:\n\(text)")
        let session = try #require(row.between("name=\"session\" value=\"", "\""))
        try await submit("form", [("session", session)])
    }
}
