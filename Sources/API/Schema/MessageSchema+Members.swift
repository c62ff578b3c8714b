// How members are written down in schemas. What `MessageReader` demands is required here: a text that may not be empty
// unless it is optional, and what is marked so.

extension MessageSchema.Member {
    /// A text. With a rule that forbids the empty one it must be there.
    package static func text(_ name: String, _ rule: TextRule = .any, _ note: String = "") -> Self {
        .field(FieldSchema(name, .text(rule), note, isRequired: !rule.admitsNothing))
    }

    /// A text whose rule holds only when it is there.
    package static func optionalText(_ name: String, _ rule: TextRule = .any, _ note: String = "") -> Self {
        .field(FieldSchema(name, .text(rule), note))
    }

    /// An identifier that must be there.
    package static func id(_ name: String, _ note: String = "") -> Self {
        .text(name, .identifier, note)
    }

    package static func texts(
        _ name: String, _ rule: TextRule = .any, atMost count: Int? = nil, _ note: String = ""
    ) -> Self {
        .field(FieldSchema(name, .list(.text(rule), atMost: count), note))
    }

    package static func flag(_ name: String, _ note: String = "") -> Self {
        .field(FieldSchema(name, .flag, note))
    }

    /// A flag that only `true` may be given for.
    package static func trueFlag(_ name: String, _ note: String = "") -> Self {
        .field(FieldSchema(name, .trueFlag, note))
    }

    package static func integer(
        _ name: String, _ range: ClosedRange<Int64>, _ note: String = ""
    ) -> Self {
        .field(FieldSchema(name, .integer(range), note, isRequired: !range.contains(0)))
    }

    package static func long(_ name: String, _ note: String = "") -> Self {
        .field(FieldSchema(name, .long, note))
    }

    package static func bytes(_ name: String, _ rule: TextRule = .any, _ note: String = "") -> Self {
        .field(FieldSchema(name, .bytes(rule), note, isRequired: !rule.admitsNothing))
    }

    package static func moment(_ name: String, _ note: String = "") -> Self {
        .field(FieldSchema(name, .moment, note))
    }

    package static func duration(_ name: String, _ note: String = "") -> Self {
        .field(FieldSchema(name, .duration, note))
    }

    package static func choice<E: WireEnum>(_ name: String, _ type: E.Type, _ note: String = "") -> Self {
        .field(FieldSchema(name, .choice(.init(type)), note))
    }

    package static func choices<E: WireEnum>(_ name: String, _ type: E.Type, _ note: String = "") -> Self {
        .field(FieldSchema(name, .list(.choice(.init(type)), atMost: nil), note))
    }

    package static func message(
        _ name: String, _ schema: @autoclosure @escaping @Sendable () -> MessageSchema, _ note: String = ""
    ) -> Self {
        .field(FieldSchema(name, .message(schema), note))
    }

    package static func messages(
        _ name: String, _ schema: @autoclosure @escaping @Sendable () -> MessageSchema, atMost count: Int? = nil,
        _ note: String = ""
    ) -> Self {
        .field(FieldSchema(name, .list(.message(schema), atMost: count), note))
    }

    package static func map(_ name: String, _ type: FieldType, _ note: String = "") -> Self {
        .field(FieldSchema(name, .map(type), note))
    }

    package static func object(_ name: String, _ note: String = "") -> Self {
        .field(FieldSchema(name, .object, note))
    }

    /// Members of which at most one may be there, each of them a single field.
    package static func oneOf(_ name: String, _ members: Self...) -> Self {
        .oneOf(.init(name: name, isRequired: false, fields: alternatives(members)))
    }

    /// Members of which exactly one must be there.
    package static func requiredOneOf(_ name: String, _ members: Self...) -> Self {
        .oneOf(.init(name: name, isRequired: true, fields: alternatives(members)))
    }

    /// The same, and a request without it is refused.
    package var required: Self {
        guard case .field(var field) = self else { return self }
        field.isRequired = true
        return .field(field)
    }

    /// None of them is required by itself.
    private static func alternatives(_ members: [Self]) -> [FieldSchema] {
        members.compactMap { member in
            guard case .field(var field) = member else { return nil }
            field.isRequired = false
            return field
        }
    }
}

extension TextRule {
    /// Whether an absent text passes.
    var admitsNothing: Bool { (least ?? 0) == 0 }

    package var least: Int? {
        if case .between(let least, _) = self { least } else { nil }
    }

    package var greatest: Int? {
        switch self {
        case .any: nil
        case .atMost(let greatest), .between(_, let greatest): greatest
        }
    }
}
