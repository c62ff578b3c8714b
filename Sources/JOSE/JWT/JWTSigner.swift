package import Crypto
package import Platform

/// Signs claims with one key by one algorithm, for as many threads as like to.
package struct JWTSigner: Sendable {
    package let algorithm: SignatureAlgorithm
    package let keyID: String
    private let signer: Signer
    /// Per `typ`, the encoded header with the dot that follows it.
    private let headers: [String: [UInt8]]

    private static let usualTypes = ["JWT", "at+jwt", "logout+jwt"]

    /// Fails with `.algorithmNotAllowed` when the key is of another kind.
    package init(_ key: PrivateKey, _ algorithm: SignatureAlgorithm, keyID: String) throws(JOSEError) {
        self.algorithm = algorithm
        self.keyID = keyID
        do throws(CryptoError) {
            signer = try Signer(key, algorithm.scheme)
        } catch .schemeMismatch {
            throw .algorithmNotAllowed
        } catch {
            throw .crypto(error)
        }
        var headers: [String: [UInt8]] = [:]
        for type in Self.usualTypes { headers[type] = Self.header(algorithm, keyID, type) }
        self.headers = headers
    }

    /// The claims as a compact JWS (RFC 7515 §7.1).
    package func sign(_ claims: JSONObject, type: String = "JWT") throws(JOSEError) -> String {
        var payload = JSONWriter(capacity: 1024)
        payload.append(claims)
        var token: [UInt8] = []
        let header = headers[type] ?? Self.header(algorithm, keyID, type)
        token.reserveCapacity(header.count + payload.bytes.count * 4 / 3 + 1400)
        token.append(contentsOf: header)
        Base64URL.append(payload.bytes, to: &token)
        let signature: [UInt8]
        do throws(CryptoError) { signature = try signer.sign(token) } catch { throw .crypto(error) }
        token.append(UInt8(ascii: "."))
        Base64URL.append(signature, to: &token)
        return String(decoding: token, as: UTF8.self)
    }

    private static func header(_ algorithm: SignatureAlgorithm, _ keyID: String, _ type: String) -> [UInt8] {
        let header: JSONValue = [
            "alg": .string(algorithm.rawValue), "kid": .string(keyID), "typ": .string(type),
        ]
        var text: [UInt8] = []
        Base64URL.append(header.utf8, to: &text)
        text.append(UInt8(ascii: "."))
        return text
    }
}
