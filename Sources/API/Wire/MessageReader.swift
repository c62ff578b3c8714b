package import Model
package import Platform

/// Reads one protobuf message from its JSON form and checks the rules of its fields.
///
/// Names may be lowerCamelCase or snake_case, 64-bit integers numbers or strings, `null` counts as absent and unknown
/// members are ignored. The first fault is thrown as an invalid argument, worded as the message's validator does:
/// `invalid <Message>.<Field>: <reason>`.
package struct MessageReader: Sendable {
    /// The message's name in faults, such as `CreateUserRequest_Machine`.
    let name: String
    let members: JSONObject
    /// Whether the members come from a query, where all of them are texts.
    let isQuery: Bool
    /// Wraps the faults of a message inside another one.
    private let enclosing: @Sendable (String) -> String

    package init(
        _ name: String, _ object: JSONObject, isQuery: Bool = false,
        enclosing: @escaping @Sendable (String) -> String = { $0 }
    ) throws(DomainError) {
        self.name = name
        self.isQuery = isQuery
        self.enclosing = enclosing
        var members: [JSONObject.Member] = []
        var names: Set<String> = []
        for member in object.members where member.value != .null {
            let camelCase = Self.lowerCamelCase(member.name)
            guard names.insert(camelCase).inserted else {
                throw .malformed("proto: duplicate field \(camelCase)")
            }
            members.append(.init(name: camelCase, value: member.value))
        }
        self.members = JSONObject(uniqueMembers: members)
    }

    package func has(_ field: String) -> Bool {
        members[field] != nil
    }

    package func fault(_ field: String, _ reason: String) -> DomainError {
        .malformed(enclosing("invalid \(name).\(Self.validatorName(field)): \(reason)"))
    }

    /// A value whose JSON type does not fit the field.
    func mismatch(_ field: String, _ expected: String) -> DomainError {
        .malformed("proto: invalid value for \(expected) field \(field)")
    }

    /// A message inside this one, or `nil`.
    package func message(_ field: String, as messageName: String) throws(DomainError) -> MessageReader? {
        guard let value = members[field] else { return nil }
        return try nested(value, field, messageName, Self.validatorName(field))
    }

    package func requiredMessage(_ field: String, as messageName: String) throws(DomainError) -> MessageReader {
        guard let message = try message(field, as: messageName) else { throw fault(field, "value is required") }
        return message
    }

    /// The messages of a repeated field; absent is empty.
    package func messages(_ field: String, as messageName: String) throws(DomainError) -> [MessageReader] {
        guard let value = members[field] else { return [] }
        guard case .array(let elements) = value else { throw mismatch(field, "repeated") }
        var messages: [MessageReader] = []
        for (index, element) in elements.enumerated() {
            messages.append(
                try nested(element, field, messageName, "\(Self.validatorName(field))[\(index)]"))
        }
        return messages
    }

    /// The entries of a map field; absent is empty.
    package func entries(_ field: String) throws(DomainError) -> [(name: String, value: JSONValue)] {
        guard let value = members[field] else { return [] }
        guard case .object(let object) = value else { throw mismatch(field, "map") }
        return object.members.map { ($0.name, $0.value) }
    }

    /// A `google.protobuf.Struct`, whose names are kept as they are; `nil` when it is absent.
    package func object(_ field: String) throws(DomainError) -> JSONObject? {
        guard let value = members[field] else { return nil }
        guard case .object(let object) = value else { throw mismatch(field, "google.protobuf.Struct") }
        return object
    }

    /// A value of a map field that is a message.
    /// - Parameter place: of the value, for faults.
    package func element(
        _ value: JSONValue, _ place: String, as messageName: String
    ) throws(DomainError) -> MessageReader {
        try nested(value, place, messageName, Self.validatorName(place))
    }

    /// Which of a oneof's members is set. More than one is a fault of the form.
    package func oneOf(_ fields: String...) throws(DomainError) -> String? {
        try oneOf(fields)
    }

    package func oneOf(_ fields: [String]) throws(DomainError) -> String? {
        let set = fields.filter { has($0) }
        guard set.count < 2 else { throw .malformed("proto: oneof is already set: \(set[1])") }
        return set.first
    }

    /// Makes sure that a member is a message, though it has no fields: that it is there says everything.
    func requireMarker(_ field: String) throws(DomainError) {
        guard case .object? = members[field] else { throw mismatch(field, "message") }
    }

    private func nested(
        _ value: JSONValue, _ field: String, _ messageName: String, _ place: String
    ) throws(DomainError) -> MessageReader {
        guard case .object(let object) = value else { throw mismatch(field, "message") }
        let (outer, outerName) = (enclosing, name)
        return try MessageReader(messageName, object, isQuery: isQuery) { inner in
            outer("invalid \(outerName).\(place): embedded message failed validation | caused by: \(inner)")
        }
    }

    static func lowerCamelCase(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "_")) else { return name }
        var text: [UInt8] = []
        text.reserveCapacity(name.utf8.count)
        var isWordStart = false
        for byte in name.utf8 {
            if byte == UInt8(ascii: "_") {
                isWordStart = !text.isEmpty
            } else {
                let isLowercase = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                text.append(isWordStart && isLowercase ? byte - 0x20 : byte)
                isWordStart = false
            }
        }
        return text.isEmpty ? name : String(decoding: text, as: UTF8.self)
    }

    /// The name that the validator gives a field: a word begins with the name and after each digit (`U2FId`).
    private static func validatorName(_ field: String) -> String {
        var name = ""
        var isWordStart = true
        for character in field {
            name += isWordStart ? character.uppercased() : String(character)
            isWordStart = character.isNumber
        }
        return name
    }
}
