/// A complete request, as a handler sees it: well-formed, within the limits, with its whole body.
package struct HTTPRequest: Sendable {
    package var method: HTTPMethod
    /// The path as it stands in the target: neither decoded nor normalised, without the query. `*` for `OPTIONS *`.
    package var path: String
    /// The query as it stands in the target, without the question mark; `nil` when there is no question mark.
    package var query: String?
    package var fields: HTTPFields
    package var body: [UInt8]
    /// The client's address in its canonical spelling, without a port; taken from forwarded fields only when a trusted
    /// proxy sent them. `unix` for a peer on a local socket.
    package var clientAddress: String
    /// Whether the client spoke TLS, to us or to a trusted proxy.
    package var isSecure: Bool
    /// The decoded segments that stand for the `{names}` of the route's pattern.
    package var parameters: PathParameters

    package init(
        _ method: HTTPMethod, path: String, query: String? = nil, fields: HTTPFields = [:], body: [UInt8] = [],
        clientAddress: String = "127.0.0.1", isSecure: Bool = false, parameters: PathParameters = .init()
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.body = body
        self.clientAddress = clientAddress
        self.isSecure = isSecure
        self.parameters = parameters
    }

    /// - Parameter target: a path with an optional query, as in a request line.
    package init(_ method: HTTPMethod, _ target: String, fields: HTTPFields = [:], body: [UInt8] = []) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(
            method, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : nil, fields: fields, body: body)
    }
}

extension HTTPRequest {
    /// Whether the body is of this media type, whatever its parameters (RFC 9110 §8.3.1).
    /// - Parameter type: in lower case.
    package func hasMediaType(_ type: String) -> Bool {
        guard let value = fields["Content-Type"] else { return false }
        let (said, expected) = (value.utf8.span, type.utf8.span)
        guard said.count >= expected.count,
            expected.indices.allSatisfy({ HTTPCharacters.lowercased(said[$0]) == expected[$0] })
        else { return false }
        guard said.count > expected.count else { return true }
        let next = said[expected.count]
        return next == UInt8(ascii: ";") || HTTPCharacters.isBlank(next)
    }
}
