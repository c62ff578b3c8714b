package import Platform

/// Public keys of one issuer (RFC 7517 §5).
package struct JWKSet: Sendable {
    package let keys: [JWK]

    private static let mostKeys = 100

    package init(_ keys: [JWK]) {
        self.keys = keys
    }

    /// Reads a set. Keys that are not understood, are not for signatures or are unsound are left out, as RFC 7517 §5
    /// recommends; a set with private keys in it is refused as a whole, because its owner has a problem.
    package init(_ json: JSONValue) throws(JOSEError) {
        guard let values = json["keys"]?.arrayValue, values.count <= Self.mostKeys else { throw .malformedKey("keys") }
        var keys: [JWK] = []
        for value in values {
            do throws(JOSEError) {
                keys.append(try JWK(value))
            } catch .privateKeyMaterial where value["kty"] != "oct" {
                throw .privateKeyMaterial
            } catch {
                continue
            }
        }
        self.keys = keys
    }

    package var json: JSONObject {
        ["keys": .array(keys.map { .object($0.json) })]
    }

    /// The key for a token: of its `kid`, or, when the token names none, the only one that fits its algorithm.
    package func key(for header: JWSHeader) -> VerificationKey? {
        var fitting: [VerificationKey] = []
        for jwk in keys where jwk.verificationKey.algorithms.contains(header.algorithm) {
            if let keyID = header.keyID {
                guard let own = jwk.keyID, own.isExactly(keyID) else { continue }
            }
            fitting.append(jwk.verificationKey)
        }
        if header.keyID == nil, fitting.count > 1 { return nil }
        return fitting.first
    }
}
