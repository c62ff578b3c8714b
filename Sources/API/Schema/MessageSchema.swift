/// A message of the wire contract: what it is called and which members it has.
package struct MessageSchema: Sendable {
    /// Of which at most one member may be there.
    package struct OneOf: Sendable {
        package let name: String
        /// Whether one must be there.
        package let isRequired: Bool
        package let fields: [FieldSchema]
    }

    package enum Member: Sendable {
        case field(FieldSchema)
        case oneOf(OneOf)
    }

    /// The full name, such as `zitadel.user.v2.User`.
    package let name: String
    package let members: [Member]

    package init(_ name: String, _ members: [Member]) {
        self.name = name
        self.members = members
    }

    package init(_ name: String, _ members: Member...) {
        self.init(name, members)
    }

    package var fields: [FieldSchema] {
        members.flatMap { member in
            switch member {
            case .field(let field): [field]
            case .oneOf(let oneOf): oneOf.fields
            }
        }
    }

    package var oneOfs: [OneOf] {
        members.compactMap { if case .oneOf(let oneOf) = $0 { oneOf } else { nil } }
    }

    package func field(_ name: String) -> FieldSchema? {
        fields.first { $0.name == name }
    }
}

extension FieldType {
    /// The message that it is, or that its elements are.
    package var message: MessageSchema? {
        switch self {
        case .message(let schema): schema()
        case .list(let element, _), .map(let element): element.message
        default: nil
        }
    }
}
