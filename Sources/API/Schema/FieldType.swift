/// What a member of a message holds, and within which bounds.
package indirect enum FieldType: Sendable {
    /// Text; its length in Unicode code points.
    case text(TextRule)
    case flag
    /// A flag of which only `true` means something.
    case trueFlag
    /// An integer of 32 bits: a JSON number.
    case integer(ClosedRange<Int64>)
    /// An integer of 64 bits: digits in a JSON string. Numbers are read as well.
    case long
    /// Bytes in base64; their number.
    case bytes(TextRule)
    /// A moment (RFC 3339).
    case moment
    /// Seconds with the letter `s` behind them.
    case duration
    /// One of several names.
    case choice(Choice)
    case message(@Sendable () -> MessageSchema)
    case list(FieldType, atMost: Int?)
    /// A JSON object whose names are data.
    case map(FieldType)
    /// Any JSON object.
    case object

    /// The names of an enum in the order of their numbers.
    package struct Choice: Sendable {
        package let names: [String]

        init<E: WireEnum>(_ type: E.Type) {
            names = E.allCases.map(\.rawValue)
        }

        init(names: [String]) {
            self.names = names
        }
    }
}

/// A member of a message.
package struct FieldSchema: Sendable {
    /// In lowerCamelCase. Requests may also be in snake_case.
    package let name: String
    package let type: FieldType
    /// What the name does not say; a sentence or nothing.
    package let note: String
    /// Whether a request without it is refused.
    package var isRequired: Bool

    init(_ name: String, _ type: FieldType, _ note: String, isRequired: Bool = false) {
        self.name = name
        self.type = type
        self.note = note
        self.isRequired = isRequired
    }
}
