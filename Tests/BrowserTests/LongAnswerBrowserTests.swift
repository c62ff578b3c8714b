internal import Platform
internal import TestSupport
internal import Testing

@Suite("A browser brings an application an answer of any length")
struct LongAnswerBrowserTests {
    @Test(arguments: ["form_post", "fragment"])
    func `an ID token of 40,000 characters`(mode: String) async throws {
        let settings: JSONObject = [
            "responseTypes": ["OIDC_RESPONSE_TYPE_ID_TOKEN"], "grantTypes": ["OIDC_GRANT_TYPE_IMPLICIT"],
            "developmentMode": true,
        ]
        try await Scene.play(application: settings) { scene in
            let notes = Base64.encode([UInt8](repeating: 0x61, count: 22_500))
            try await scene.server.call(
                "zitadel.user.v2.UserService/SetUserMetadata",
                ["userId": .string(scene.person.id), "metadata": [["key": "notes", "value": .string(notes)]]])
            let request = try await scene.application.ask(
                scene.browser,
                [
                    ("response_type", "id_token"), ("response_mode", mode),
                    ("scope", "openid urn:zitadel:iam:user:metadata"),
                ])
            try await scene.signIn()
            let idToken: String
            if mode == "form_post" {
                idToken = try await #require(scene.application.answer(to: request, scene.browser)["id_token"])
            } else {
                let url = try await scene.browser.wait(forURL: "\(scene.application.origin)/callback#")
                idToken = try #require(TestSignIn.members(of: url)["id_token"])
            }
            #expect(idToken.utf8.count > 40_000)
            #expect(try JWTParts(idToken).claims["nonce"] == .string(request.nonce))
        }
    }
}
