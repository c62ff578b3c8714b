internal import COpenSSL
internal import Crypto
internal import JOSE
internal import Platform

/// Headers and claims of which the signature is right: the input is a header, a line feed and a payload, both signed
/// as they are. What is accepted must be what the policy says, told by a second reading.
enum ClaimsTarget {
    private static let now: Int64 = 1_000_000
    private static let audience = "https://as.example"
    private static let verifier = JWTVerifier(.assertion(issuer: "client", audience: [audience]))

    private static let key: PrivateKey? = {
        guard let pem = Corpus.text("rfc8037/A.1.pkcs8.pem") else { return nil }
        do throws(CryptoError) { return try PrivateKey(pem: pem) } catch { return nil }
    }()

    static func check(_ bytes: [UInt8]) throws(Violation) {
        guard let key else { throw Violation(rule: "the key is missing") }
        let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
        let payload = Array(bytes[end...].dropFirst())
        let input = "\(Base64URL.encode(bytes[..<end])).\(Base64URL.encode(payload))"
        let signature: [UInt8]
        do throws(CryptoError) {
            signature = try key.sign(input.utf8, .ed25519)
        } catch {
            throw Violation(rule: "signing fails: \(error)")
        }
        let token = "\(input).\(Base64URL.encode(signature))"
        let verified: VerifiedJWT
        do throws(JOSEError) {
            verified = try verifier.verify(token, at: Timestamp(seconds: now)) { _ in VerificationKey(key.publicKey) }
        } catch {
            return
        }
        try checkHeader(verified.header)
        let claims: JSONValue
        do throws(JSONError) { claims = try JSONValue(parsing: payload) } catch {
            throw Violation(rule: "claims that are no JSON are accepted")
        }
        try checkClaims(claims)
        try hold(ERR_peek_error() == 0, "an error is left behind for the next user of the library")
    }

    private static func checkHeader(_ header: JWSHeader) throws(Violation) {
        try hold(header.members["alg"] == "EdDSA", "another algorithm is accepted")
        for name in ["crit", "b64", "zip", "enc"] {
            try hold(header.members[name] == nil, "\(name) is accepted")
        }
        guard let type = header.members["typ"] else { return }
        let types = ["jwt", "application/jwt", "client-authentication+jwt", "application/client-authentication+jwt"]
        try hold(types.contains(type.stringValue?.lowercased() ?? ""), "another type is accepted")
    }

    private static func checkClaims(_ claims: JSONValue) throws(Violation) {
        for name in ["iss", "sub"] {
            try hold(claims[name]?.stringValue?.isSame(as: "client") == true, "a wrong \(name) is accepted")
        }
        let audiences = claims["aud"]?.arrayValue ?? [claims["aud"] ?? .null]
        let isOurs = audiences.allSatisfy { $0.stringValue?.isSame(as: audience) == true }
        try hold(isOurs && !audiences.isEmpty, "a wrong audience is accepted")
        let expiry = seconds(claims["exp"]) ?? 0
        try hold(expiry > Double(now), "an expired token is accepted")
        let issued = seconds(claims["iat"]) ?? 0
        try hold(issued >= Double(now - 3600) && issued <= Double(now + 11), "a wrong age is accepted")
        if claims["nbf"] != nil {
            try hold((seconds(claims["nbf"]) ?? .infinity) <= Double(now + 11), "an early token is accepted")
        }
        if let identifier = claims["jti"] {
            try hold(identifier.stringValue?.isEmpty == false, "an odd jti is accepted")
        }
    }

    private static func seconds(_ value: JSONValue?) -> Double? {
        switch value {
        case .integer(let seconds): Double(seconds)
        case .number(let seconds): seconds
        default: nil
        }
    }
}
