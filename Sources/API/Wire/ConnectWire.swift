internal import HTTP
internal import Model
internal import Platform

/// The unary JSON form of the Connect protocol.
enum ConnectWire {
    /// The message of a request: its body, which must be a JSON object and not empty.
    static func message(of request: HTTPRequest) throws(DomainError) -> JSONObject {
        guard !request.body.isEmpty else {
            throw .malformed("unmarshal message: zero-length payload is not a valid JSON object")
        }
        return try WireJSON.object(request.body)
    }

    static func acceptsType(of request: HTTPRequest) -> Bool {
        guard let type = request.fields["Content-Type"]?.lowercased() else { return false }
        let parts = type.split(separator: ";").map { $0.filter { $0 != " " } }
        return parts.first == "application/json" && parts.dropFirst().allSatisfy { $0 == "charset=utf-8" }
    }

    static func response(_ message: JSONObject) -> HTTPResponse {
        WireJSON.response(.ok, message)
    }

    static func response(_ error: DomainError) -> HTTPResponse {
        let code = error.kind.code
        var body: JSONObject = ["code": .string(code.name), "message": .string(error.wireMessage)]
        if !error.id.isEmpty {
            body["details"] = [
                [
                    "type": .string(error.detailType),
                    "value": .string(String(Base64.encode(error.protobufDetail).prefix { $0 != "=" })),
                    "debug": .object(error.detail),
                ]
            ]
        }
        return WireJSON.errorResponse(code.http, body, retryAfter: error.retryAfter)
    }
}
