/// A request method (RFC 9110 §9). Methods that the service does not know are kept as they came: they are case-sensitive.
package enum HTTPMethod: Sendable, Hashable {
    case get, head, post, put, patch, delete, options
    case other(String)

    /// - Parameter name: a token as it stands in the request line.
    package init(_ name: String) {
        self =
            switch name {
            case "GET": .get
            case "HEAD": .head
            case "POST": .post
            case "PUT": .put
            case "PATCH": .patch
            case "DELETE": .delete
            case "OPTIONS": .options
            default: .other(name)
            }
    }

    package var name: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .other(let name): name
        }
    }
}

extension HTTPMethod {
    /// Whether the name is one of ours, and not whatever a client has sent.
    var isKnown: Bool {
        if case .other = self { false } else { true }
    }
}

extension HTTPMethod: CustomStringConvertible {
    package var description: String { name }
}
