internal import Platform

/// The way to a field through the messages that contain it: `human:CreateUserRequest_Human.profile:SetHumanProfile.givenName`.
/// A field that is a list has brackets behind its name and stands for its one element.
struct FieldPath: Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
    private struct Step: Sendable {
        let field: String
        let isList: Bool
        /// The message that the field holds; empty for the last one.
        let message: String
    }

    private let steps: [Step]
    let description: String

    init(stringLiteral text: String) {
        description = text
        steps = text.split(separator: ".").map { part in
            let halves = part.split(separator: ":")
            let isList = halves[0].hasSuffix("[]")
            return Step(
                field: String(isList ? halves[0].dropLast(2) : halves[0]), isList: isList,
                message: halves.count > 1 ? String(halves[1]) : "")
        }
    }

    var isList: Bool { steps.last?.isList == true }

    /// The field's name when it stands in the request itself.
    var topLevelField: String? { steps.count == 1 ? steps.first?.field : nil }

    /// What the validator says of the field (protoc-gen-validate).
    func fault(in request: String, _ reason: String) -> String {
        var message = request
        var text = ""
        for (index, step) in steps.enumerated() {
            text += "invalid \(message).\(Self.goName(step.field))\(step.isList ? "[0]" : ""): "
            text += index == steps.count - 1 ? reason : "embedded message failed validation | caused by: "
            message = step.message
        }
        return text
    }

    /// The message with this value in the field, or without the field.
    func set(_ value: JSONValue?, in message: JSONValue) -> JSONValue {
        Self.set(value, at: steps[...], in: message)
    }

    private static func set(_ value: JSONValue?, at steps: ArraySlice<Step>, in message: JSONValue) -> JSONValue {
        guard let step = steps.first else { return value ?? .null }
        var object = message.objectValue ?? [:]
        if steps.count == 1, value == nil {
            object[step.field] = nil
            return .object(object)
        }
        let old = object[step.field]
        let inner = set(value, at: steps.dropFirst(), in: (step.isList ? old?[0] : old) ?? .null)
        object[step.field] = step.isList && inner.arrayValue == nil ? [inner] : inner
        return .object(object)
    }

    /// The field's name in Go, where digits end a word.
    private static func goName(_ field: String) -> String {
        switch field {
        case "u2fId": "U2FId"
        default: field.prefix(1).uppercased() + field.dropFirst()
        }
    }
}
