internal import API
internal import Model
internal import Platform

/// Messages of the administration API: any JSON object, read as every type of field.
enum MessageTarget {
    private enum Colour: String, WireEnum {
        case unspecified = "COLOUR_UNSPECIFIED"
        case red = "COLOUR_RED"
        static let aliases = ["RED": Colour.red]
    }

    static func check(_ bytes: [UInt8]) throws(Violation) {
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue(parsing: bytes) } catch { return }
        guard case .object(let object) = value else { return }
        try checkMessage(object, depth: 0)
    }

    private static func checkMessage(_ object: JSONObject, depth: Int) throws(Violation) {
        guard let reader = read({ () throws(DomainError) in try MessageReader("Message", object) }) else { return }
        for member in object.members.prefix(40) {
            try checkField(member.name, of: reader)
            guard member.value != .null, !member.name.utf8.contains(UInt8(ascii: "_")) else { continue }
            try hold(reader.has(member.name), "a field is lost")
            if case .object(let inner) = member.value, depth < 4 { try checkMessage(inner, depth: depth + 1) }
        }
        try hold(!reader.has("\u{1}absent"), "a field is made up")
        _ = read { () throws(DomainError) in try reader.oneOf(object.members.map(\.name)) }
    }

    private static func checkField(_ field: String, of reader: MessageReader) throws(Violation) {
        if let text = read({ () throws(DomainError) in try reader.string(field, .between(1, 20)) }) {
            try hold((1...20).contains(text.unicodeScalars.count), "a text breaks its rule")
        }
        if let texts = read({ () throws(DomainError) in try reader.strings(field, .atMost(20)) }) {
            try hold(texts.allSatisfy { $0.unicodeScalars.count <= 20 }, "a list breaks its rule")
        }
        if let number = read({ () throws(DomainError) in try reader.unsigned(field) }) {
            try hold(number >= 0, "an unsigned number is negative")
        }
        if let bytes = read({ () throws(DomainError) in try reader.bytes(field, atLeast: 1, atMost: 20) }) {
            try hold((1...20).contains(bytes.count), "bytes break their rule")
        }
        if let moment = read({ () throws(DomainError) in try reader.timestamp(field) }), let moment {
            try hold(Timestamp(rfc3339: moment.rfc3339) == moment, "a moment does not survive")
        }
        if let duration = read({ () throws(DomainError) in try reader.duration(field) }), let duration {
            try hold(duration.milliseconds.magnitude < 315_576_000_001_000, "a duration is too long")
            let written = JSONObject.message { $0.set("d", duration) }
            let again = read { () throws(DomainError) in try MessageReader("Message", written).duration("d") }
            try hold(again == duration, "a duration does not survive")
        }
        if let colours = read({ () throws(DomainError) in try reader.enumerations(field, as: Colour.self) }) {
            try hold(colours.count <= 50_000, "an enumeration grows")
        }
        _ = read { () throws(DomainError) in try reader.optionalBool(field) }
        _ = read { () throws(DomainError) in try reader.enumeration(field, as: Colour.self) }
        _ = read { () throws(DomainError) in try reader.messages(field, as: "Inner") }
        _ = read { () throws(DomainError) in try reader.requiredMessage(field, as: "Inner") }
    }

    /// A refusal is fine; only what is accepted is looked at.
    private static func read<T>(_ body: () throws(DomainError) -> T) -> T? {
        do throws(DomainError) { return try body() } catch { return nil }
    }
}
