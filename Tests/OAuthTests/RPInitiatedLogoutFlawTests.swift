internal import HTTP
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

/// Flaws that the end of a session had elsewhere.
extension RPInitiatedLogoutTests {
    @Test func `CVE-2024-8883: of a native application's address only the loopback port may be another`() async throws {
        let native = try await server.addClient(
            "native", project: client.projectID,
            ["postLogoutRedirectUris": ["http://127.0.0.1/bye", "com.example:/bye", "javascript:alert(1)"]])
        func target(_ uri: String) async throws -> String? {
            let answer = try await end([("client_id", native.clientID), ("post_logout_redirect_uri", uri)])
            let query = answer.fields["Location"]?.split(separator: "?", maxSplits: 1).last.map { String($0) }
            return try Form(query: query)["post_logout_redirect"]
        }
        for uri in ["http://127.0.0.1:5500/bye", "http://127.0.0.1/bye", "com.example:/bye"] {
            #expect(try await target(uri) == uri)
        }
        for uri in [
            "http://127.0.0.2:5500/bye", "http://localhost:5500/bye", "https://127.0.0.1:5500/bye",
            "http://127.0.0.1:5500/bye?x", "http://u@127.0.0.1/bye", "com.example:/bye2", "javascript:alert(1)",
        ] {
            #expect(try await target(uri) == nil)
        }
    }

    @Test func `ASVS 10.6.2: a link that anybody could make signs nobody out`() async throws {
        for parameters in [
            [], [("logout_hint", "minnie")], [("client_id", client.clientID)],
            [("client_id", client.clientID), ("post_logout_redirect_uri", Self.registered)],
            [("sid", "session-of-minnie")], [("session", "session-of-minnie"), ("sub", "minnie")],
        ] {
            for method in [HTTPMethod.get, .post] {
                let response = try await end(parameters, method: method)
                #expect(response.fields["Location"]?.hasPrefix("/ui/v2/login/logout?") == true)
                #expect(try await isSignedIn)
            }
        }
    }

    @Test(arguments: [
        "https://app.example/bye@evil.example", "https://app.example\\@evil.example/bye",
        "https://app.example%2f@evil.example/bye", "https://evil.example/https://app.example/bye",
        "https://user@app.example/bye", "https://app.example/./bye", "https://app.example//bye",
        "https://app.example/%62ye", "https:/app.example/bye", "https:app.example/bye", "HTTPS://app.example/bye",
        "https://app.example./bye", "https://app.example/bye\u{0}", " https://app.example/bye",
        "https://app.example/bye\r\nLocation: https://evil.example",
    ])
    func `CVE-2026-7504, CVE-2026-28512, CVE-2024-25715: nothing that looks like the address is it`(
        uri: String
    ) async throws {
        try await expectRefused(try await end([("id_token_hint", idToken), ("post_logout_redirect_uri", uri)]))
    }

    @Test func `CVE-2019-8400, CVE-2026-33758: markup in a parameter is in no page`() async throws {
        let markup = "<script>alert(1)</script>"
        for name in ["id_token_hint", "client_id", "post_logout_redirect_uri", "state", "logout_hint", "ui_locales"] {
            let parameters = [("client_id", client.clientID)].filter { $0.0 != name } + [(name, markup)]
            let response = try await end(parameters)
            #expect(!response.text.contains("<script>"))
            #expect(response.fields["Location"]?.contains("<") != true)
        }
        let page = try await end([("id_token_hint", markup)])
        #expect(page.fields["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true)
        #expect(page.fields["X-Content-Type-Options"] == "nosniff")
    }

    @Test func `CVE-2020-15223: nobody is told to be signed out when the store fails`() async throws {
        let uri = ("post_logout_redirect_uri", Self.registered)
        _ = try await end([("client_id", client.clientID), uri])
        await server.database.close()
        let response = try await end([("id_token_hint", idToken), uri])
        #expect(response.status == .serviceUnavailable)
        #expect(response.fields["Location"] == nil)
    }
}
