internal import Platform

/// How the members of a request are spread over path, query and body of its REST form.
struct RESTForm {
    struct Parameter {
        enum Place: String {
            case path, query
        }

        /// As it is written there: names of the path as in the pattern, those of nested members with dots.
        let name: String
        let place: Place
        let field: FieldSchema

        var json: JSONObject {
            var parameter: JSONObject = ["name": .string(name), "in": .string(place.rawValue)]
            if !field.note.isEmpty { parameter["description"] = .string(field.note) }
            if place == .path || field.isRequired { parameter["required"] = true }
            parameter["schema"] = .object(field.type.jsonSchema)
            return parameter
        }
    }

    let parameters: [Parameter]
    /// The message of the body; `nil` where there is none.
    let body: MessageSchema?

    init(_ method: APIMethod) {
        let request = method.requestSchema
        let names = (method.rest?.pattern ?? "").split(separator: "/").filter { $0.hasPrefix("{") }
            .map { String($0.dropFirst().dropLast()) }
        let inPath = names.compactMap { name in
            request.field(MessageReader.lowerCamelCase(name)).map { Parameter(name: name, place: .path, field: $0) }
        }
        let taken = Set(inPath.map(\.field.name))
        let rest = request.members.filter { member in
            if case .field(let field) = member { !taken.contains(field.name) } else { true }
        }
        guard method.rest?.hasBody == true else {
            parameters = inPath + Self.query(MessageSchema(request.name, rest), "", isRequired: true)
            body = nil
            return
        }
        parameters = inPath
        body = taken.isEmpty ? request : MessageSchema("\(request.name).Body", rest)
    }

    /// - Parameter isRequired: whether the message that has the members must be there.
    private static func query(_ message: MessageSchema, _ prefix: String, isRequired: Bool) -> [Parameter] {
        message.fields.flatMap { field in
            var field = field
            field.isRequired = field.isRequired && isRequired
            guard case .message(let schema) = field.type else {
                return [Parameter(name: prefix + field.name, place: .query, field: field)]
            }
            return query(schema(), "\(prefix)\(field.name).", isRequired: field.isRequired)
        }
    }
}
