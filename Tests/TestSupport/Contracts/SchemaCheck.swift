internal import API
internal import Platform

/// Compares JSON with the schema of a message.
struct SchemaCheck {
    /// Replies are written in one way; requests may be in any that protobuf's JSON mapping reads, also with names of
    /// enums that are not known, which count as the first.
    let isReply: Bool

    /// What Python's SDK writes in another form than the contract says.
    private static let exceptions: Set<String> = ["request.human.password"]

    func faults(of object: JSONObject, _ schema: MessageSchema, at place: String) -> [String] {
        var faults: [String] = []
        var seen: Set<String> = []
        for member in object.members where isReply || member.value != .null {
            let name = isReply ? member.name : camelCase(member.name)
            seen.insert(name)
            guard let field = schema.field(name) else {
                // In requests it is ignored.
                if isReply { faults.append("\(place).\(name) is not declared in \(schema.name)") }
                continue
            }
            guard isReply || !Self.exceptions.contains("\(place).\(name)") else { continue }
            faults += self.faults(of: member.value, field.type, at: "\(place).\(member.name)")
        }
        for oneOf in schema.oneOfs {
            let count = oneOf.fields.count { seen.contains($0.name) }
            if count > 1 || (count == 0 && oneOf.isRequired && !isReply) {
                faults.append("\(place) has \(count) members of \(oneOf.name)")
            }
        }
        for field in schema.fields where field.isRequired && !isReply && !seen.contains(field.name) {
            faults.append("\(place).\(field.name) is declared as required and not there")
        }
        return faults
    }

    private func faults(of value: JSONValue, _ type: FieldType, at place: String) -> [String] {
        switch type {
        case .message(let schema):
            guard case .object(let object) = value else { return ["\(place) is no message"] }
            return faults(of: object, schema(), at: place)
        case .list(let element, let most):
            guard case .array(let elements) = value else {
                return isReply || value.stringValue == nil ? ["\(place) is no list"] : []
            }
            let excess = most.map { elements.count > $0 } == true ? ["\(place) is longer than \(most ?? 0)"] : []
            return excess + elements.flatMap { faults(of: $0, element, at: place) }
        case .map(let type):
            guard case .object(let object) = value else { return ["\(place) is no map"] }
            return object.members.flatMap { faults(of: $0.value, type, at: "\(place).\($0.name)") }
        case .object: return value.objectValue == nil ? ["\(place) is no object"] : []
        case .text, .flag, .trueFlag, .integer, .long, .bytes, .moment, .duration, .choice:
            return isScalar(value, type) ? [] : ["\(place) has the value \(value.text), which does not fit"]
        }
    }

    private func isScalar(_ value: JSONValue, _ type: FieldType) -> Bool {
        switch (type, value) {
        case (.text(let rule), .string(let text)): fits(text.unicodeScalars.count, rule)
        case (.flag, .bool), (.trueFlag, .bool(true)): true
        case (.integer(let range), .integer(let number)): range.contains(number)
        case (.integer(let range), .number(let number)): !isReply && Int64(exactly: number).map(range.contains) == true
        case (.integer, .string(let digits)), (.long, .string(let digits)): Int64(digits) != nil
        case (.long, .integer): !isReply
        case (.bytes(let rule), .string(let text)): Base64.decodeLenient(text).map { fits($0.count, rule) } ?? false
        case (.moment, .string(let text)): Timestamp(rfc3339: text) != nil
        case (.duration, .string(let text)): text.hasSuffix("s") && Double(text.dropLast()) != nil
        case (.choice(let choice), .string(let name)): !isReply || choice.names.contains(name)
        case (.choice, .integer): !isReply
        default: false
        }
    }

    private func fits(_ count: Int, _ rule: TextRule) -> Bool {
        switch rule {
        case .any: true
        case .atMost(let greatest): count <= greatest
        case .between(let least, let greatest): (least...greatest).contains(count)
        }
    }
}
