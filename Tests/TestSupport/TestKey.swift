package import Crypto
package import Platform

/// A private key with its identifier, which signs whatever a test wants: also what no honest client would send.
package struct TestKey: Sendable {
    package let id: String
    package let owner: String
    private let key: PrivateKey

    /// - Parameter file: a key file as the service hands it out.
    package init(file: JSONValue) throws {
        guard let id = file["keyId"]?.stringValue, let pem = file["key"]?.stringValue,
            let owner = file["userId"]?.stringValue ?? file["clientId"]?.stringValue
        else { throw NotAKeyFile() }
        self.id = id
        self.owner = owner
        key = try PrivateKey(pem: pem)
    }

    package init(id: String, owner: String, key: PrivateKey) {
        self.id = id
        self.owner = owner
        self.key = key
    }

    package struct NotAKeyFile: Error {}

    /// A compact JWS of exactly this header and these claims.
    package func sign(
        header: JSONValue, claims: JSONValue, scheme: SignatureScheme = .rsaPKCS1(.sha256)
    ) throws -> String {
        let input = Base64URL.encode(header.utf8) + "." + Base64URL.encode(claims.utf8)
        let signature = try Signer(key, scheme).sign(Array(input.utf8))
        return input + "." + Base64URL.encode(signature)
    }

    /// An assertion that is right in every respect (RFC 7523 §3), with what the test changes; `nil` removes a claim.
    package func assertion(
        at now: Timestamp, audience: JSONValue = .string(TestServer.issuer), header: JSONObject = [:],
        changing changes: [String: JSONValue?] = [:], scheme: SignatureScheme = .rsaPKCS1(.sha256)
    ) throws -> String {
        var claims: JSONObject = [
            "iss": .string(owner), "sub": .string(owner), "aud": audience, "iat": .integer(now.seconds),
            "exp": .integer((now + .minutes(5)).seconds),
        ]
        for (name, value) in changes { claims[name] = value }
        var full: JSONObject = ["alg": "RS256", "kid": .string(id), "typ": "JWT"]
        for member in header.members { full[member.name] = member.value }
        return try sign(header: .object(full), claims: .object(claims), scheme: scheme)
    }
}
