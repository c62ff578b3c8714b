package import Platform

/// The parts of a compact JWS, read without looking at its signature.
package struct JWTParts: Sendable {
    package let header: JSONValue
    package let claims: JSONValue

    package init(_ token: String) throws {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.decode(String(parts[0])),
            let claims = Base64URL.decode(String(parts[1]))
        else { throw NotAJWT() }
        self.header = try JSONValue(parsing: header)
        self.claims = try JSONValue(parsing: claims)
    }

    package struct NotAJWT: Error {}
}
