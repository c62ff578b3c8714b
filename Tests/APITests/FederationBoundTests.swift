internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// A provider that says much, or what nobody can keep.
@Suite("Answers of identity providers: how much of them is read, and kept")
struct FederationBoundTests {
    private typealias Change = @Sendable (inout TestProvider.Manners) throws -> Void

    static func deep(_ depth: Int) -> JSONValue { (0..<depth).reduce(.null) { value, _ in [value] } }

    @Test(arguments: [false, true])
    func `what is as deep as it may be is told again`(isInToken: Bool) async throws {
        try await IntentsFixture.run(["isIdTokenMapping": .bool(isInToken)]) { fixture in
            fixture.provider.behave {
                $0.person["address"] = Self.deep(15)
                $0.claims["address"] = Self.deep(15)
            }
            let success = try await fixture.succeed()
            let answer = try await fixture.retrieve(success.id, success.token).json
            #expect(answer["idpInformation"]?["rawInformation"]?["address"] == Self.deep(15))
        }
    }

    @Test func `an account of a server without OpenID Connect is named by no control character`() async throws {
        try await IntentsFixture.run { fixture in
            let idp = try await fixture.server.addOAuthProvider(fixture.provider, ["idAttribute": "id"])
            fixture.provider.behave { $0.person = ["id": "5832\u{0}31"] }
            let location = try await fixture.roundTrip(idp)
            #expect(location.hasPrefix("https://app.example/failed?id=") && location.contains("error=server_error"))
            #expect(fixture.server.log.text.contains("identifier is missing or malformed"))
        }
    }

    @Test func `a text with U+0000 counts as not said`() async throws {
        try await IntentsFixture.run { fixture in
            fixture.provider.behave {
                for name in ["preferred_username", "given_name", "nickname", "email", "phone_number", "locale"] {
                    $0.person[name] = "a\u{0}b"
                }
            }
            let success = try await fixture.succeed()
            let answer = try await fixture.retrieve(success.id, success.token).json
            #expect(answer["idpInformation"]?["userName"] == "ext-42")
            #expect(answer["idpInformation"]?["rawInformation"]?["email"] == "a\u{0}b")
            #expect(
                answer["createUser"]?["human"]?["profile"]
                    == ["familyName": "Mouse", "displayName": "Minnie Mouse", "preferredLanguage": "und"])
            #expect(!JSONValue.object(try #require(answer["createUser"]?.objectValue)).text.contains("u0000"))
        }
    }

    private static func text(_ kilobytes: Int) -> JSONValue {
        .string(String(repeating: "x", count: kilobytes * 1024))
    }

    /// More than is read.
    private static let excesses: [(name: String, change: Change)] = [
        ("userinfo", { $0.person["picture"] = text(64) }), ("tokens", { $0.tokenResponse["scope"] = text(64) }),
        ("keys", { $0.answers["/keys"] = .json(.ok, ["keys": [], "more": text(256)] as JSONObject) }),
    ]

    @Test(arguments: excesses.indices)
    func `more than any answer has is not read`(index: Int) async throws {
        let excess = Self.excesses[index]
        try await IntentsFixture.run { fixture in
            var manners = TestProvider.Manners()
            try excess.change(&manners)
            let changed = manners
            fixture.provider.behave { $0 = changed }
            let failure = try await fixture.failure()
            #expect(failure.code == "temporarily_unavailable", "\(excess.name)")
        }
    }

    @Test func `what many answers have is read`() async throws {
        try await IntentsFixture.run { fixture in
            fixture.provider.behave {
                $0.metadata["claims_supported"] = [Self.text(200)]
                $0.person["picture"] = Self.text(60)
                $0.tokenResponse["scope"] = Self.text(60)
            }
            _ = try await fixture.succeed()
        }
    }
}
