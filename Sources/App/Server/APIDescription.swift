internal import API
internal import Crypto
internal import HTTP
internal import Platform
internal import Synchronization

/// `/openapi.json` and `/openapi.connect.json`: the administration API described for programs. Anybody may read them:
/// they say what the documentation says.
struct APIDescription: Sendable {
    private let documents: [(path: String, document: LazyDocument)]

    /// - Parameter url: the public URL, without a slash at its end.
    init(_ methods: [APIMethod], url: String) {
        documents = OpenAPIDocument.Wire.allCases.map { wire in
            let document = OpenAPIDocument(methods, wire: wire, url: url, version: Program.version)
            return (wire == .rest ? "/openapi.json" : "/openapi.connect.json", LazyDocument(document))
        }
    }

    var routes: [Route] {
        documents.map { path, document in
            Route(.get, path, "openapi", cors: .anyReader) { request in document.response(to: request) }
        }
    }
}

extension CORSPolicy {
    fileprivate static let anyReader = CORSPolicy.open(
        methods: [.get, .head, .options], allowedHeaders: ["If-None-Match"], exposedHeaders: ["ETag"])
}

/// A document that is written when it is asked for the first time: a start that nobody asks does not pay for it.
private final class LazyDocument: Sendable {
    private let document: OpenAPIDocument
    private let written = Mutex<(body: [UInt8], tag: String)?>(nil)

    init(_ document: OpenAPIDocument) {
        self.document = document
    }

    /// Answers 304 to who has it already (RFC 9110 §13.1.2).
    func response(to request: HTTPRequest) -> HTTPResponse {
        let (body, tag) = content()
        let known = request.fields["If-None-Match"]?.split(separator: ",").map { $0.filter { $0 != " " } } ?? []
        let isKnown = known.contains { $0 == "*" || $0 == tag || $0 == "W/\(tag)" }
        var response =
            isKnown
            ? HTTPResponse.empty(.notModified)
            : HTTPResponse(.ok, fields: ["Content-Type": "application/json"], body: .bytes(body))
        response.fields.set("ETag", tag)
        response.fields.set("Cache-Control", "public, max-age=3600")
        return response
    }

    private func content() -> (body: [UInt8], tag: String) {
        written.withLock { written in
            if let written { return written }
            let body = JSONValue.object(document.json).utf8
            let made = (body, "\"\(Base64URL.encode(Array(SHA256.digest(body).prefix(16))))\"")
            written = made
            return made
        }
    }
}
