package import Model
package import Platform

/// Builds the JSON form of a protobuf message: members with their default value are left out, 64-bit integers are
/// strings, times RFC 3339.
package struct MessageWriter {
    package private(set) var object = JSONObject()

    package init() {}

    package mutating func set(_ name: String, _ value: String) {
        if !value.isEmpty { object.append(name, .string(value)) }
    }

    /// A member that is written even when it is empty: proto3 `optional`.
    package mutating func setAlways(_ name: String, _ value: String) {
        object.append(name, .string(value))
    }

    package mutating func set(_ name: String, _ value: some Identifier) {
        set(name, value.rawValue)
    }

    package mutating func set(_ name: String, _ value: Bool) {
        if value { object.append(name, .bool(true)) }
    }

    /// A 64-bit integer, written as a string.
    package mutating func set(_ name: String, long value: Int64) {
        if value != 0 { object.append(name, .string(String(value))) }
    }

    package mutating func set(_ name: String, _ value: Timestamp?) {
        if let value { object.append(name, .string(value.rfc3339)) }
    }

    package mutating func set(_ name: String, _ value: Duration) {
        let (sign, milliseconds) = (value.milliseconds < 0 ? "-" : "", value.milliseconds.magnitude)
        let fraction = milliseconds % 1000 == 0 ? "" : "." + String(1000 + milliseconds % 1000).dropFirst()
        object.append(name, .string("\(sign)\(milliseconds / 1000)\(fraction)s"))
    }

    package mutating func set(_ name: String, _ value: [UInt8]) {
        if !value.isEmpty { object.append(name, .string(Base64.encode(value))) }
    }

    package mutating func set<E: WireEnum>(_ name: String, _ value: E) {
        if value != E.zero { object.append(name, .string(value.rawValue)) }
    }

    /// An enum that is written even when it is 0, where clients want to see it.
    package mutating func setAlways<E: WireEnum>(_ name: String, _ value: E) {
        object.append(name, .string(value.rawValue))
    }

    package mutating func set<E: WireEnum>(_ name: String, _ values: [E]) {
        if !values.isEmpty { object.append(name, .array(values.map { .string($0.rawValue) })) }
    }

    package mutating func set(_ name: String, _ values: [String]) {
        if !values.isEmpty { object.append(name, .array(values.map { .string($0) })) }
    }

    package mutating func set(_ name: String, _ message: JSONObject?) {
        if let message { object.append(name, .object(message)) }
    }

    package mutating func set(_ name: String, _ messages: [JSONObject]) {
        if !messages.isEmpty { object.append(name, .array(messages.map { .object($0) })) }
    }
}

extension JSONObject {
    /// A message: `.message { $0.set("userId", user.id) }`.
    package static func message(_ build: (inout MessageWriter) -> Void) -> JSONObject {
        var writer = MessageWriter()
        build(&writer)
        return writer.object
    }
}

extension ObjectDetails {
    /// `zitadel.object.v2.Details`.
    package var message: JSONObject {
        .message {
            $0.set("sequence", long: sequence)
            $0.set("changeDate", changedAt)
            $0.set("resourceOwner", resourceOwner)
            $0.set("creationDate", createdAt)
        }
    }
}
