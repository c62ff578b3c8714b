/// A request line and its fields, checked as a whole.
struct RequestHead: Sendable {
    enum Framing: Sendable, Equatable {
        case none
        case length(Int)
        case chunked
    }

    var method: HTTPMethod
    var path: String
    var query: String?
    var fields: HTTPFields
    /// Whether the client speaks HTTP/1.0: no chunks, no interim responses, closes by default.
    var isHTTP10: Bool
    var framing: Framing
    /// Whether the client wants to use the connection again.
    var keepsAlive: Bool
    var expectsContinue: Bool
}
