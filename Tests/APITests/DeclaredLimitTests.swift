internal import API
internal import App
internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("The contracts of the methods: limits")
struct DeclaredLimitTests {
    @Test(arguments: WalkRow.all)
    func `a text longer than declared is refused, and so is a message without what is required`(
        row: WalkRow
    ) async throws {
        let world = try await WalkWorld.shared()
        let method = try world.method(row)
        guard let wire = try world.wires(row).first(where: { $0 == .connect || method.rest?.hasBody == true }) else {
            return
        }
        let inPath = wire == .connect ? [] : method.rest?.memberNames ?? []
        for broken in BrokenMessage.of(row.message, method.requestSchema) where !inPath.contains(broken.member) {
            let response = try await world.call(
                WalkRow(row.kind, row.method, broken.message), over: wire, as: .root)
            #expect(response.status == .badRequest, "\(broken.place): \(response.text)")
            #expect(response.text.contains(broken.reason), "\(broken.place): \(response.text)")
        }
    }
}

/// A message that breaks its contract in one place.
private struct BrokenMessage {
    let message: JSONValue
    let place: String
    /// What the refusal says.
    let reason: String

    /// The member of the whole message in which the fault is.
    var member: String { String(place.prefix { $0 != "." && $0 != "[" }) }

    /// The members of the message, and those of the messages in it that are there.
    static func of(_ value: JSONValue, _ schema: MessageSchema) -> [BrokenMessage] {
        guard let object = value.objectValue else { return [] }
        return schema.members.flatMap { member -> [BrokenMessage] in
            switch member {
            case .field(let field): faults(of: field, in: object, alternatives: [])
            case .oneOf(let oneOf): oneOf.fields.flatMap { faults(of: $0, in: object, alternatives: oneOf.fields) }
            }
        }
    }

    private static func faults(
        of field: FieldSchema, in object: JSONObject, alternatives: [FieldSchema]
    ) -> [BrokenMessage] {
        var rest = object
        for alternative in alternatives where alternative.name != field.name { rest[alternative.name] = nil }
        func broken(_ value: JSONValue?, _ place: String, _ reason: String) -> BrokenMessage {
            var copy = rest
            copy[field.name] = value
            return BrokenMessage(message: .object(copy), place: place, reason: reason)
        }
        var faults: [BrokenMessage] = []
        if field.isRequired { faults.append(broken(nil, field.name, "\"message\"")) }
        switch (field.type, object[field.name]) {
        case (.text(let rule), _):
            if let greatest = rule.greatest {
                let long = JSONValue.string(String(repeating: "x", count: greatest + 1))
                faults.append(broken(long, field.name, "value length must be"))
            }
        case (.message(let schema), .some(let inner)):
            faults += of(inner, schema()).map { broken($0.message, "\(field.name).\($0.place)", $0.reason) }
        case (.list(.message(let schema), _), .array(let elements)):
            for (index, element) in elements.enumerated() {
                faults += of(element, schema()).map { fault in
                    var copy = elements
                    copy[index] = fault.message
                    return broken(.array(copy), "\(field.name)[\(index)].\(fault.place)", fault.reason)
                }
            }
        default: break
        }
        return faults
    }
}

extension APIMethod.REST {
    /// The members that the path holds.
    fileprivate var memberNames: Set<String> {
        Set(
            pattern.split(separator: "/").filter { $0.hasPrefix("{") }.map { segment in
                let words = segment.dropFirst().dropLast().split(separator: "_")
                return words.dropFirst().reduce(String(words[0])) {
                    $0 + $1.prefix(1).uppercased() + $1.dropFirst()
                }
            })
    }
}
