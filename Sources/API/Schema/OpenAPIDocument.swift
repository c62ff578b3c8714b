internal import HTTP
internal import Model
package import Platform

/// A description of the API for programs (OpenAPI 3.1), one for each wire. Its schemas are JSON Schemas.
package struct OpenAPIDocument: Sendable {
    package enum Wire: String, Sendable, CaseIterable {
        case rest, connect
    }

    private let methods: [APIMethod]
    private let wire: Wire
    private let url: String
    private let version: String

    /// - Parameters:
    ///   - url: where the API is, without a slash at its end.
    ///   - version: of the program.
    package init(_ methods: [APIMethod], wire: Wire, url: String, version: String) {
        self.methods = methods.filter { wire == .rest ? $0.rest != nil : $0.connectName != nil }
        self.wire = wire
        self.url = url
        self.version = version
    }

    package var json: JSONObject {
        var messages = MessageCollection()
        let operations = methods.map { operation($0, &messages) }
        return [
            "openapi": "3.1.1", "info": .object(info), "servers": [["url": .string(url)]],
            "security": [["token": []]], "tags": .array(tags), "paths": .object(paths(operations)),
            "components": [
                "schemas": .object(schemas(messages)), "responses": .object(OpenAPIError.responses(wire)),
                "parameters": ["Organization": .object(Self.organization)],
                "securitySchemes": [
                    "token": [
                        "type": "http", "scheme": "bearer",
                        "description": "An access token for this service, or a personal access token.",
                    ]
                ],
            ],
        ]
    }

    private var info: JSONObject {
        let wireWords =
            wire == .rest
            ? "This is the REST wire; /openapi.connect.json describes the same methods on the Connect wire."
            : "This is the JSON form of the Connect wire; /openapi.json describes the methods that REST has too."
        return [
            "title": "Alcazar", "version": .string(version),
            "description": .string(
                """
                The administration API. \(wireWords) Bodies are protobuf's JSON: members with their default value are \
                left out of replies, names may also be written in snake_case in requests, integers of 64 bits are \
                strings, and members that are not known are ignored.
                """),
        ]
    }

    private var tags: [JSONValue] {
        var services: [String] = []
        for method in methods where !services.contains(method.service) { services.append(method.service) }
        return services.map { ["name": .string($0)] }
    }

    private static let organization: JSONObject = [
        "name": "x-zitadel-orgid", "in": "header",
        "description": "The organization that the call is about; by default that of the caller.",
        "schema": ["type": "string", "maxLength": 200],
    ]

    private func schemas(_ messages: MessageCollection) -> JSONObject {
        var schemas = JSONObject(
            uniqueMembers: messages.sorted.map { .init(name: $0.name, value: .object($0.jsonSchema)) })
        for schema in OpenAPIError.schemas(wire).members { schemas.append(schema.name, schema.value) }
        return schemas
    }

    /// Operations of one path stand together.
    private func paths(_ operations: [(path: String, method: String, operation: JSONObject)]) -> JSONObject {
        var index: [String: Int] = [:]
        var paths: [(path: String, item: JSONObject)] = []
        for (path, method, operation) in operations {
            let place = index[path] ?? paths.endIndex
            if place == paths.endIndex { paths.append((path, [:])) }
            index[path] = place
            paths[place].item.append(method, .object(operation))
        }
        return JSONObject(uniqueMembers: paths.map { .init(name: $0.path, value: .object($0.item)) })
    }

    private func operation(
        _ method: APIMethod, _ messages: inout MessageCollection
    ) -> (path: String, method: String, operation: JSONObject) {
        let form = RESTForm(method)
        let rest = wire == .rest ? method.rest : nil
        let body = rest == nil ? method.requestSchema : form.body
        var operation: JSONObject = [
            "operationId": .string(method.operationID), "tags": [.string(method.service)],
            "summary": .string(method.contract.summary),
            "description": .string(method.access.sentence),
        ]
        var parameters: [JSONValue] = [["$ref": "#/components/parameters/Organization"]]
        if rest != nil { parameters += form.parameters.map { .object($0.json) } }
        operation["parameters"] = .array(parameters)
        if let body {
            if !body.members.isEmpty { messages.add(body) }
            operation["requestBody"] = .object(requestBody(body, isRequired: rest == nil))
        }
        let reply = method.replySchema
        messages.add(reply)
        var responses: JSONObject = [
            "\(rest?.success.code ?? 200)": [
                "description": "Done.",
                "content": ["application/json": ["schema": ["$ref": .string(FieldType.reference(reply.name))]]],
            ]
        ]
        for response in OpenAPIError.references(wire).members { responses.append(response.name, response.value) }
        operation["responses"] = .object(responses)
        let path = rest?.pattern ?? "/\(method.connectName?.description ?? "")"
        return (path, (rest?.method ?? .post).name.lowercased(), operation)
    }

    private func requestBody(_ schema: MessageSchema, isRequired: Bool) -> JSONObject {
        let reference: JSONValue =
            schema.members.isEmpty
            ? ["type": "object", "additionalProperties": false] : ["$ref": .string(FieldType.reference(schema.name))]
        return [
            "required": .bool(isRequired || !schema.requiredNames.isEmpty),
            "content": ["application/json": ["schema": reference]],
        ]
    }
}

extension APIMethod {
    /// Such as `UserService_CreateUser`.
    var operationID: String {
        "\(service.split(separator: ".").last ?? "")_\(name)"
    }
}

extension MessageSchema {
    /// What a request must have in any case, oneofs by the name of the oneof.
    fileprivate var requiredNames: [String] {
        fields.filter(\.isRequired).map(\.name) + oneOfs.filter(\.isRequired).map(\.name)
    }
}

extension APIMethod.Access {
    /// Who may call, in a sentence.
    var sentence: String {
        switch self {
        case .gate(let permission) where permission.isOfInstance, .object(let permission) where permission.isOfInstance:
            "Needs `\(permission.rawValue)` in the instance."
        case .gate(let permission): "Needs `\(permission.rawValue)` in the organization that the call is about."
        case .authenticated: "Needs any valid token."
        case .object(let permission): "Needs `\(permission.rawValue)` where the object is."
        case .objectOrSelf(let permission):
            "Needs `\(permission.rawValue)` where the object is, or to be the user that it belongs to."
        case .rows(let permission):
            "Shows what the caller has `\(permission.rawValue)` for, and what belongs to the caller."
        }
    }
}

extension Permission {
    /// Whether only a role in the instance gives it.
    fileprivate var isOfInstance: Bool { self == .orgCreate || rawValue.hasPrefix("iam.") }
}
