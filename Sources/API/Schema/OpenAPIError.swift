internal import HTTP
internal import Model
internal import Platform

/// The answers that refuse, in the description of the API.
enum OpenAPIError {
    private static let words: [(HTTPStatus, String)] = [
        (.badRequest, "The request is malformed, or the object is in a state that does not allow it."),
        (.unauthorized, "There is no valid token."),
        (.forbidden, "The caller may not do this."),
        (.notFound, "There is no such object, or the caller may not know of it."),
        (.requestTimeout, "The request did not arrive in time."),
        (.conflict, "There is such an object already, or it was changed meanwhile."),
        (.contentTooLarge, "The body is too large."),
        (.uriTooLong, "The path or the query is too long."),
        (.tooManyRequests, "Too many attempts."),
        (.headerFieldsTooLarge, "The header fields are too large."),
        (.internalServerError, "A fault of the service."),
        (.notImplemented, "The service does not do this."),
        (
            .serviceUnavailable,
            "The store does not answer, or there is too much to do; Retry-After tells when to come back."
        ),
        (.gatewayTimeout, "The store did not answer in time."),
    ]

    private static func table(_ wire: OpenAPIDocument.Wire) -> [(HTTPStatus, String)] {
        let unsupported = wire == .connect ? "The body is not said to be JSON." : "The body is compressed."
        return words + [(.unsupportedMediaType, unsupported)]
    }

    static func references(_ wire: OpenAPIDocument.Wire) -> JSONObject {
        JSONObject(
            uniqueMembers: table(wire).map { status, _ in
                .init(name: "\(status.code)", value: ["$ref": .string("#/components/responses/\(status.code)")])
            })
    }

    static func responses(_ wire: OpenAPIDocument.Wire) -> JSONObject {
        JSONObject(
            uniqueMembers: table(wire).map { status, words in
                var response: JSONObject = ["description": .string(words)]
                let content = content(status)
                if !content.isEmpty { response["content"] = .object(content) }
                return .init(name: "\(status.code)", value: .object(response))
            })
    }

    /// What is wrong with a request as HTTP is answered before its wire is known, in plain words.
    private static func content(_ status: HTTPStatus) -> JSONObject {
        let plain: JSONObject.Member = .init(name: "text/plain", value: ["schema": ["type": "string"]])
        let json: JSONObject.Member = .init(
            name: "application/json", value: ["schema": ["$ref": .string(FieldType.reference("Error"))]])
        switch status {
        case .requestTimeout, .contentTooLarge, .uriTooLong, .headerFieldsTooLarge:
            return JSONObject(uniqueMembers: [plain])
        case .badRequest: return JSONObject(uniqueMembers: [json, plain])
        case .unsupportedMediaType: return [:]
        default: return JSONObject(uniqueMembers: [json])
        }
    }

    static func schemas(_ wire: OpenAPIDocument.Wire) -> JSONObject {
        let code: JSONObject =
            wire == .rest
            ? ["type": "integer", "minimum": 1, "maximum": 16, "description": "The canonical code."]
            : ["type": "string", "enum": .strings(DomainError.Kind.allCases.map(\.code.name))]
        return [
            "Error": [
                "type": "object", "required": ["code", "message"], "additionalProperties": false,
                "properties": [
                    "code": .object(code), "message": ["type": "string"],
                    "details": ["type": "array", "items": .object(detail(wire))],
                ],
            ]
        ]
    }

    private static func detail(_ wire: OpenAPIDocument.Wire) -> JSONObject {
        let members: [JSONObject.Member] = [
            .init(name: "id", value: ["type": "string", "description": "Stands for the reason; it never changes."]),
            .init(name: "message", value: ["type": "string"]),
            .init(name: "failedAttempts", value: ["type": "integer"]),
        ]
        let type: JSONValue = ["type": "string"]
        guard wire == .rest else {
            return [
                "type": "object", "required": ["type", "value"], "additionalProperties": false,
                "properties": [
                    "type": type, "value": ["type": "string", "description": "The same in protobuf and base64."],
                    "debug": ["type": "object", "properties": .object(JSONObject(uniqueMembers: members))],
                ],
            ]
        }
        return [
            "type": "object", "required": ["@type"], "additionalProperties": false,
            "properties": .object(JSONObject(uniqueMembers: [.init(name: "@type", value: type)] + members)),
        ]
    }
}
