internal import Platform
internal import TestSupport
internal import Testing

@testable internal import WebAuthn

/// One registration and one authentication at `example.org`, with an authenticator that a test may bend.
enum Ceremonies {
    static let challenge = Array("0123456789abcdef0123456789abcdef".utf8)
    static let relyingParty = RelyingParty(id: "example.org")

    static func authenticator() throws -> TestAuthenticator {
        var authenticator = try TestAuthenticator()
        authenticator.origin = "https://example.org"
        return authenticator
    }

    static let options: JSONValue = [
        "challenge": .string(Base64URL.encode(challenge)), "rp": ["id": "example.org"], "rpId": "example.org",
    ]

    static func register(
        _ authenticator: TestAuthenticator, _ relyingParty: RelyingParty = relyingParty,
        algorithms: Set<COSEAlgorithm> = Set(COSEAlgorithm.allCases)
    ) throws -> RegisteredCredential {
        try RegistrationCeremony(
            relyingParty, challenge: challenge, requiresUserVerification: true, algorithms: algorithms
        ).verify(RegistrationResponse(object(authenticator.create(options))))
    }

    static func authenticate(
        _ authenticator: TestAuthenticator, knownCount: UInt32 = 0, isBackupEligible: Bool = false
    ) throws -> VerifiedAssertion {
        let credential = StoredCredential(
            id: authenticator.credentialID, publicKey: try authenticator.publicKey(), signCount: knownCount,
            isBackupEligible: isBackupEligible)
        return try AssertionCeremony(relyingParty, challenge: challenge, requiresUserVerification: true)
            .verify(AssertionResponse(object(authenticator.get(options))), by: credential)
    }

    static func object(_ value: JSONValue) throws -> JSONObject {
        try #require(value.objectValue)
    }
}

/// A way to bend an authenticator, and what comes of it.
struct Bend: Sendable, CustomTestStringConvertible {
    let name: String
    let error: WebAuthnError
    let apply: @Sendable (inout TestAuthenticator) -> Void
    var testDescription: String { name }

    init(_ name: String, _ error: WebAuthnError, _ apply: @escaping @Sendable (inout TestAuthenticator) -> Void) {
        (self.name, self.error, self.apply) = (name, error, apply)
    }

    /// What both ceremonies refuse.
    static let common = [
        Bend("another challenge", .wrongChallenge) { $0.challenge = Base64URL.encode(Array("other".utf8)) },
        Bend("no challenge", .wrongChallenge) { $0.challenge = "" },
        Bend("the challenge with padding", .wrongChallenge) {
            $0.challenge = Base64URL.encode(Ceremonies.challenge) + "="
        },
        Bend("http", .wrongOrigin) { $0.origin = "http://example.org" },
        Bend("another port", .wrongOrigin) { $0.origin = "https://example.org:8443" },
        Bend("another host", .wrongOrigin) { $0.origin = "https://example.com" },
        Bend("a host that ends alike", .wrongOrigin) { $0.origin = "https://badexample.org" },
        Bend("a host that begins alike", .wrongOrigin) { $0.origin = "https://example.org.evil.com" },
        Bend("the parent of the host", .wrongOrigin) { $0.origin = "https://org" },
        Bend("an app", .malformedOrigin) { $0.origin = "android:apk-key-hash:4Gl4Y5zuxFqNGxyxkvdH7w" },
        Bend("an opaque origin", .malformedOrigin) { $0.origin = "null" },
        Bend("a path", .malformedOrigin) { $0.origin = "https://example.org/" },
        Bend("a user", .malformedOrigin) { $0.origin = "https://example.org@evil.com" },
        Bend("cross-origin", .crossOrigin) { $0.clientDataExtra = ["crossOrigin": true] },
        Bend("an outer page", .crossOrigin) { $0.clientDataExtra = ["topOrigin": "https://evil.com"] },
        Bend("an odd crossOrigin", .malformedClientData) { $0.clientDataExtra = ["crossOrigin": "false"] },
        Bend("token binding", .tokenBinding) {
            $0.clientDataExtra = ["tokenBinding": ["status": "present", "id": "AA"]]
        },
        Bend("odd token binding", .malformedClientData) { $0.clientDataExtra = ["tokenBinding": "present"] },
        Bend("token binding without a status", .malformedClientData) { $0.clientDataExtra = ["tokenBinding": [:]] },
        Bend("another RP id", .wrongRelyingParty) { $0.relyingPartyID = "www.example.org" },
        Bend("no user", .userNotPresent) { $0.isUserPresent = false },
        Bend("no verified user", .userNotVerified) { $0.isUserVerified = false },
        Bend("backed up without eligibility", .backupStateWithoutEligibility) { $0.isBackedUp = true },
        Bend("something after the data", .malformedAuthenticatorData) { $0.trailer = [0] },
    ]
}
