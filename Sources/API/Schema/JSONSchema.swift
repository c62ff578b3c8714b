internal import Platform

// Messages as JSON Schemas (draft 2020-12), which is what OpenAPI 3.1 describes bodies with.

extension MessageSchema {
    /// The schema of one document's components. Members that are not declared do not occur in replies, and mean nothing
    /// in requests.
    var jsonSchema: JSONObject {
        var schema: JSONObject = ["type": "object"]
        let fields = fields
        if !fields.isEmpty {
            schema["properties"] = .object(
                JSONObject(uniqueMembers: fields.map { .init(name: $0.name, value: .object($0.jsonSchema)) }))
        }
        let required = fields.filter(\.isRequired).map(\.name)
        if !required.isEmpty { schema["required"] = .strings(required) }
        schema["additionalProperties"] = false
        let choices = oneOfs.map(\.jsonSchema)
        if choices.count == 1 { schema["oneOf"] = choices[0]["oneOf"] }
        if choices.count > 1 { schema["allOf"] = .array(choices.map { .object($0) }) }
        return schema
    }
}

extension MessageSchema.OneOf {
    /// Exactly one of the members, or none of them where none is required.
    fileprivate var jsonSchema: JSONObject {
        var alternatives: [JSONValue] = fields.map { ["required": [.string($0.name)]] }
        if !isRequired { alternatives.append(["not": ["anyOf": .array(alternatives)]]) }
        return ["oneOf": .array(alternatives)]
    }
}

extension FieldSchema {
    var jsonSchema: JSONObject {
        var schema = type.jsonSchema
        if !note.isEmpty { schema["description"] = .string(note) }
        return schema
    }
}

extension FieldType {
    var jsonSchema: JSONObject {
        switch self {
        case .text(let rule): (["type": "string"] as JSONObject).bounded(rule.least, rule.greatest)
        case .flag: ["type": "boolean"]
        case .trueFlag: ["type": "boolean", "const": true]
        case .integer(let range):
            [
                "type": "integer", "format": "int32", "minimum": .integer(range.lowerBound),
                "maximum": .integer(range.upperBound),
            ]
        case .long: ["type": "string", "format": "int64", "pattern": "^[0-9]{1,19}$"]
        case .bytes(let rule):
            (["type": "string", "format": "byte", "contentEncoding": "base64"] as JSONObject)
                .bounded(rule.least.map(Self.base64Length), rule.greatest.map(Self.base64Length))
        case .moment: ["type": "string", "format": "date-time"]
        case .duration: ["type": "string", "pattern": #"^-?[0-9]{1,12}(\.[0-9]{1,9})?s$"#]
        case .choice(let choice): ["type": "string", "enum": .strings(choice.names)]
        case .message(let schema): ["$ref": .string(Self.reference(schema().name))]
        case .list(let element, let most):
            most.map { ["type": "array", "items": .object(element.jsonSchema), "maxItems": .integer(Int64($0))] }
                ?? ["type": "array", "items": .object(element.jsonSchema)]
        case .map(let type): ["type": "object", "additionalProperties": .object(type.jsonSchema)]
        case .object: ["type": "object"]
        }
    }

    static func reference(_ name: String) -> String { "#/components/schemas/\(name)" }

    /// The length of so many bytes in base64.
    private static func base64Length(_ count: Int) -> Int { (count + 2) / 3 * 4 }
}

extension JSONObject {
    fileprivate func bounded(_ least: Int?, _ greatest: Int?) -> JSONObject {
        var schema = self
        if let least, least > 0 { schema["minLength"] = .integer(Int64(least)) }
        if let greatest { schema["maxLength"] = .integer(Int64(greatest)) }
        return schema
    }
}

/// The messages that others refer to, each once.
struct MessageCollection {
    private(set) var messages: [String: MessageSchema] = [:]

    mutating func add(_ schema: MessageSchema) {
        guard messages.updateValue(schema, forKey: schema.name) == nil else { return }
        for field in schema.fields {
            if let message = field.type.message { add(message) }
        }
    }

    var sorted: [MessageSchema] { messages.values.sorted { $0.name < $1.name } }
}
