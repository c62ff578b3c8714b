package import Platform

/// The protected header of a signed token (RFC 7515 §4.1), read but not yet proved.
///
/// Keys and addresses in it (`jwk`, `jku`, `x5u`, `x5c`) are never used to verify: a sender cannot bring its own proof.
package struct JWSHeader: Sendable {
    package let algorithm: SignatureAlgorithm
    package let keyID: String?
    /// `typ` in lower case without `application/`, which RFC 7515 §4.1.9 lets senders omit.
    package let type: String?
    package let members: JSONObject

    static let longestKeyID = 256

    init(_ bytes: [UInt8]) throws(JOSEError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: bytes, limits: JSONLimits(depth: 8, elements: 128))
        } catch {
            throw .invalidHeader
        }
        guard case .object(let members) = json else { throw .invalidHeader }
        guard members["crit"] == nil else { throw .criticalHeader }
        for name in ["b64", "zip", "enc"] where members[name] != nil { throw .unsupportedHeader(name) }
        guard let name = members["alg"]?.stringValue, let algorithm = SignatureAlgorithm(rawValue: name) else {
            throw .unsupportedAlgorithm
        }
        self.algorithm = algorithm
        self.members = members
        type = try Self.mediaType(members, "typ")
        guard try Self.mediaType(members, "cty") != "jwt" else { throw .unsupportedHeader("cty") }
        keyID = try Self.keyID(members)
    }

    private static func mediaType(_ members: JSONObject, _ name: String) throws(JOSEError) -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.stringValue else { throw .invalidHeader }
        return normalized(text)
    }

    static func normalized(_ mediaType: String) -> String {
        let text = mediaType.lowercased()
        return text.hasPrefix("application/") ? String(text.dropFirst("application/".count)) : text
    }

    private static func keyID(_ members: JSONObject) throws(JOSEError) -> String? {
        guard let value = members["kid"] else { return nil }
        guard let text = value.stringValue, (1...longestKeyID).contains(text.utf8.count) else { throw .invalidKeyID }
        return text
    }
}
