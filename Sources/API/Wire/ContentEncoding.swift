internal import HTTP
internal import Model

/// How the content of a request may be encoded (RFC 9110 §8.4): not at all.
enum ContentEncoding {
    private static let identity = "identity"

    static func isUnderstood(of request: HTTPRequest) -> Bool {
        request.fields.values("Content-Encoding").allSatisfy { $0.lowercased() == identity }
    }

    static let refusal = DomainError(.unimplemented, "", "unknown content encoding: the only one is \(identity)")

    /// A refusal that says what would have been taken.
    static func announce(in response: HTTPResponse) -> HTTPResponse {
        var response = response
        response.fields.set("Accept-Encoding", identity)
        return response
    }
}
