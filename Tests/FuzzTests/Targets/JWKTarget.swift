internal import COpenSSL
internal import Crypto
internal import JOSE
internal import Platform

/// Keys in JSON (RFC 7517): what is accepted can be written, and is read as the same key.
enum JWKTarget {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue(parsing: bytes) } catch { return }
        if let key = jwk(value) { try checkKey(key, value) }
        if let set = jwks(value) {
            try hold(set.keys.count <= min(100, value["keys"]?.arrayValue?.count ?? 0), "a set has too many keys")
            for key in set.keys { try checkKey(key, nil) }
            try hold(jwks(.object(set.json))?.keys.count == set.keys.count, "a set loses keys")
        }
        try hold(ERR_peek_error() == 0, "an error is left behind for the next user of the library")
    }

    private static func checkKey(_ jwk: JWK, _ source: JSONValue?) throws(Violation) {
        guard let again = Self.jwk(.object(jwk.json)) else { throw Violation(rule: "a written key is not read") }
        try hold(again.key == jwk.key && again.keyID == jwk.keyID, "a written key is another one")
        try hold(again.algorithm == jwk.algorithm && again.thumbprint == jwk.thumbprint, "a written key differs")
        if case .rsa(let bits) = jwk.key.kind { try hold((2048...8192).contains(bits), "a weak key is accepted") }
        for name in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
            try hold(jwk.json[name] == nil && source?[name] == nil, "a private member is accepted")
        }
        // What names the key in the input is what makes it up: no other number may stand for the same key.
        for name in ["n", "e", "x", "y"] where source?[name] != nil && jwk.json[name] != nil {
            try hold(source?[name] == jwk.json[name], "a key has two spellings")
        }
        let der: PublicKey?
        do throws(CryptoError) { der = try PublicKey(der: jwk.key.der()) } catch { der = nil }
        try hold(der == jwk.key, "a key does not survive as DER")
    }

    private static func jwk(_ value: JSONValue) -> JWK? {
        do throws(JOSEError) { return try JWK(value) } catch { return nil }
    }

    private static func jwks(_ value: JSONValue) -> JWKSet? {
        do throws(JOSEError) { return try JWKSet(value) } catch { return nil }
    }
}
