package import Platform

/// A claims set (RFC 7519 §4). The registered claims are read once and must have the form that §4.1 gives them.
package struct JWTClaims: Sendable {
    package let members: JSONObject
    package let issuer: String?
    package let subject: String?
    /// Empty when the claim is absent.
    package let audience: [String]
    package let expiresAt: Timestamp?
    package let notBefore: Timestamp?
    package let issuedAt: Timestamp?
    package let tokenID: String?

    init(parsing payload: [UInt8]) throws(JOSEError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: payload, limits: JSONLimits(depth: 16))
        } catch {
            throw .invalidPayload
        }
        guard case .object(let members) = json else { throw .invalidPayload }
        self.members = members
        issuer = try Self.text(members, "iss")
        subject = try Self.text(members, "sub")
        audience = try Self.audience(members)
        expiresAt = try Self.date(members, "exp")
        notBefore = try Self.date(members, "nbf")
        issuedAt = try Self.date(members, "iat")
        tokenID = try Self.text(members, "jti")
    }

    package subscript(_ name: String) -> JSONValue? { members[name] }

    /// An empty text names nobody, so it is malformed rather than a value to compare with.
    private static func text(_ members: JSONObject, _ name: String) throws(JOSEError) -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.stringValue, !text.isEmpty else { throw .malformedClaim(name) }
        return text
    }

    /// One text, or an array of texts (RFC 7519 §4.1.3).
    private static func audience(_ members: JSONObject) throws(JOSEError) -> [String] {
        switch members["aud"] {
        case nil: return []
        case .string(let one): return [one]
        case .array(let values):
            let texts = values.compactMap(\.stringValue)
            guard texts.count == values.count, !texts.isEmpty else { throw .malformedClaim("aud") }
            return texts
        default: throw .malformedClaim("aud")
        }
    }

    /// A NumericDate (RFC 7519 §2): seconds since 1970, perhaps with a fraction, up to the year 9999.
    private static func date(_ members: JSONObject, _ name: String) throws(JOSEError) -> Timestamp? {
        let latest = Timestamp.distantFuture.seconds
        switch members[name] {
        case nil: return nil
        case .integer(let seconds) where (0...latest).contains(seconds): return Timestamp(seconds: seconds)
        case .number(let seconds) where seconds >= 0 && seconds <= Double(latest):
            return Timestamp(milliseconds: Int64(seconds * 1000))
        default: throw .malformedClaim(name)
        }
    }
}
