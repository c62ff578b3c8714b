package import Platform

/// What a handler answers. Framing (`Content-Length`, `Transfer-Encoding`, `Connection`, `Date`) is the connection's matter.
package struct HTTPResponse: Sendable {
    package var status: HTTPStatus
    package var fields: HTTPFields
    package var body: HTTPBody

    package init(_ status: HTTPStatus, fields: HTTPFields = HTTPFields(), body: HTTPBody = .bytes([])) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}

extension HTTPResponse {
    package static func json(_ status: HTTPStatus, _ object: JSONObject) -> HTTPResponse {
        var writer = JSONWriter()
        writer.append(object)
        return .json(status, text: writer.bytes)
    }

    @_disfavoredOverload
    package static func json(_ status: HTTPStatus, _ value: JSONValue) -> HTTPResponse {
        .json(status, text: value.utf8)
    }

    /// - Parameter text: JSON text in UTF-8 that was written before.
    package static func json(_ status: HTTPStatus, text: [UInt8]) -> HTTPResponse {
        HTTPResponse(status, fields: StandardFields.json, body: .bytes(text))
    }

    /// The same for what carries a token or speaks of one (RFC 6749 §5.1): nobody on the way keeps it.
    package static func uncachedJSON(_ status: HTTPStatus, _ object: JSONObject) -> HTTPResponse {
        var writer = JSONWriter(capacity: 1024)
        writer.append(object)
        return HTTPResponse(status, fields: StandardFields.uncachedJSON, body: .bytes(writer.bytes))
    }

    package static func text(_ status: HTTPStatus, _ text: String) -> HTTPResponse {
        HTTPResponse(status, fields: StandardFields.text, body: .bytes(Array(text.utf8)))
    }

    package static func html(_ status: HTTPStatus, _ text: String) -> HTTPResponse {
        HTTPResponse(status, fields: StandardFields.html, body: .bytes(Array(text.utf8)))
    }

    package static func empty(_ status: HTTPStatus) -> HTTPResponse {
        HTTPResponse(status, fields: StandardFields.empty)
    }

    /// - Parameter location: a URI reference; the caller has made sure that the client may be sent there.
    package static func redirect(_ status: HTTPStatus = .seeOther, to location: String) -> HTTPResponse {
        var response = HTTPResponse.empty(status)
        response.fields.append("Location", location)
        return response
    }

    /// The same response with one more field.
    package func with(_ name: String, _ value: String) -> HTTPResponse {
        var response = self
        response.fields.append(name, value)
        return response
    }
}

extension HTTPResponse {
    /// The whole body; a streamed one is run to its end.
    package func collectBody() async -> [UInt8] {
        switch body {
        case .bytes(let bytes):
            return bytes
        case .stream(let write):
            let collected = BodyCollector()
            // The collector never closes, so the only error a writer can throw is its own end.
            try? await write(HTTPBodyWriter { (bytes) async throws(HTTPBodyWriter.Closed) in collected.append(bytes) })
            return collected.bytes
        }
    }
}

/// Laid out once: a response that adds nothing shares them.
enum StandardFields {
    static let contentTypeOptions = "X-Content-Type-Options"

    static let empty: HTTPFields = ["X-Content-Type-Options": "nosniff"]
    static let json: HTTPFields = ["Content-Type": "application/json", "X-Content-Type-Options": "nosniff"]
    static let uncachedJSON: HTTPFields = [
        "Content-Type": "application/json", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
        "Pragma": "no-cache",
    ]
    static let text: HTTPFields = ["Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff"]
    static let html: HTTPFields = ["Content-Type": "text/html; charset=utf-8", "X-Content-Type-Options": "nosniff"]
}
