internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Settings service: texts of the login pages")
struct SettingsTranslationTests {
    private func set(
        _ texts: JSONValue, _ locale: String, of organization: String? = nil, _ fixture: SettingsFixture
    ) async throws {
        var message: JSONObject = ["locale": .string(locale), "translations": texts]
        if let organization { message["organizationId"] = .string(organization) } else { message["instance"] = true }
        let response = try await fixture.get("SetHostedLoginTranslation", .object(message))
        try #require(response.status == .ok, "\(response.text)")
    }

    private func texts(_ message: JSONValue, _ fixture: SettingsFixture) async throws -> JSONValue? {
        try await fixture.get("GetHostedLoginTranslation", message).json["translations"]
    }

    @Test func `each level lies over the one before, and a region over its language`() async throws {
        let fixture = try await SettingsFixture()
        try await set(["title": "Hallo", "login": ["name": "Name", "go": "Los"]], "de", fixture)
        try await set(["login": ["go": "Weiter"]], "de-CH", fixture)
        try await set(["title": "Grüezi"], "de", of: "acme", fixture)
        #expect(
            try await texts(["locale": "de-CH", "organizationId": "acme"], fixture)
                == ["title": "Grüezi", "login": ["name": "Name", "go": "Weiter"]])
        #expect(
            try await texts(["locale": "DE", "instance": true], fixture)
                == ["title": "Hallo", "login": ["name": "Name", "go": "Los"]])
        #expect(
            try await texts(["locale": "de", "organizationId": "acme", "ignoreInheritance": true], fixture)
                == ["title": "Grüezi"])
        #expect(try await texts(["locale": "de", "system": true], fixture) == [:])
        let query = try await fixture.api.rest(
            .get, "/v2/settings/hosted_login_translation?locale=de-CH&instance=true&ignoreInheritance=true")
        #expect(try query.json["translations"] == ["login": ["go": "Weiter"]])
        #expect(try query.json["etag"]?.stringValue?.count == 32)
        // What is set later replaces everything.
        try await set(["title": "Servus"], "de", fixture)
        #expect(try await texts(["locale": "de", "instance": true], fixture) == ["title": "Servus"])
    }

    @Test(
        arguments: [
            ("Get", ["locale": "german", "instance": true], HTTPStatus.badRequest, "COMMA-xmjATA"),
            ("Set", ["locale": "d", "instance": true], .badRequest, "COMMA-xmjATA"),
            ("Set", ["locale": "de-", "instance": true], .badRequest, "COMMA-xmjATA"),
            ("Set", ["locale": "", "instance": true], .badRequest, "Locale: value length"),
            ("Set", ["locale": "de"], .badRequest, "COMMA-YB6Sri"),
            ("Set", ["locale": "de", "system": true], .badRequest, "COMMA-YB6Sri"),
            ("Get", ["locale": "de"], .badRequest, "COMMA-YB6Sri"),
            ("Set", ["locale": "de", "instance": true, "translations": "no object"], .badRequest, "translations"),
            ("Set", ["locale": "de", "organizationId": "9"], .notFound, "ORG-1MRds"),
        ] as [(String, JSONValue, HTTPStatus, String)])
    func `a wrong request is refused`(
        verb: String, message: JSONValue, status: HTTPStatus, text: String
    ) async throws {
        let fixture = try await SettingsFixture()
        try await fixture.get("\(verb)HostedLoginTranslation", message).expect(status, text)
    }

    @Test(arguments: ["Get", "Set"])
    func `who owns an organization only is refused`(verb: String) async throws {
        let fixture = try await SettingsFixture()
        let response = try await fixture.get(
            "\(verb)HostedLoginTranslation", ["locale": "de", "organizationId": "acme"], as: "acme-owner")
        response.expect(.forbidden, "AUTH-5mWD2")
    }
}
