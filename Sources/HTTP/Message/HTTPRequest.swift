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
    /// The media type of the body in lower case and without parameters (RFC 9110 §8.3.1).
    package var mediaType: String? {
        guard let value = fields["Content-Type"] else { return nil }
        let type = value.utf8.prefix { $0 != UInt8(ascii: ";") && !HTTPCharacters.isBlank($0) }
        return String(decoding: type.map(HTTPCharacters.lowercased), as: UTF8.self)
    }
}
