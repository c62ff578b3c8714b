internal import Foundation
internal import Platform

/// JSON texts: what is read can be written and is read as the same; Foundation reads the same value, or refuses what is
/// refused here for a reason that is not one of our own.
enum JSONTarget {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            try hold((0...bytes.count).contains(error.offset), "a fault lies outside of the text")
            return try checkRefusal(bytes, error)
        }
        let written = value.utf8
        let again: JSONValue
        do throws(JSONError) { again = try JSONValue(parsing: written) } catch {
            throw Violation(rule: "a written value is not read: \(error)")
        }
        try hold(isSame(again, value), "a value does not survive")
        try hold(again.utf8 == written, "a value has two spellings")
        try hold(!written.contains { $0 < 0x20 || "<>&".utf8.contains($0) }, "markup or a control is written")
        guard let theirs = Self.theirs(bytes) else { throw Violation(rule: "Foundation refuses the text") }
        try hold(isSame(value, theirs), "Foundation reads another value")
    }

    private static func theirs(_ bytes: [UInt8]) -> Any? {
        try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
    }

    private static func checkRefusal(_ bytes: [UInt8], _ error: JSONError) throws(Violation) {
        switch error.reason {
        // Our own rules, and numbers beyond the range of a double or of absurd length.
        case .duplicateMember, .tooDeep, .tooManyElements, .invalidUTF8, .invalidNumber: return
        case .unexpectedEnd, .unexpectedCharacter, .invalidString:
            // Foundation also reads UTF-16 and UTF-32, drops a byte order mark, and forgives a comma before the end.
            let isOtherEncoding =
                bytes.contains(0) || bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.starts(with: [0xFE, 0xFF])
                || bytes.starts(with: [0xFF, 0xFE])
            let before = bytes[..<error.offset].last { !" \t\r\n".utf8.contains($0) }
            let isForgiven = before == UInt8(ascii: ",") && "]}".utf8.contains(bytes.dropFirst(error.offset).first ?? 0)
            try hold(isOtherEncoding || isForgiven || theirs(bytes) == nil, "Foundation reads what is refused")
        }
    }

    /// `==` of texts holds for canonically equivalent ones; here every byte counts.
    private static func isSame(_ value: JSONValue, _ other: JSONValue) -> Bool {
        switch (value, other) {
        case (.string(let text), .string(let otherText)): text.isSame(as: otherText)
        case (.array(let values), .array(let others)): values.elementsEqual(others, by: isSame)
        case (.object(let object), .object(let otherObject)):
            object.members.elementsEqual(otherObject.members) {
                $0.name.isSame(as: $1.name) && isSame($0.value, $1.value)
            }
        default: value == other
        }
    }

    private static func isSame(_ value: JSONValue, _ theirs: Any) -> Bool {
        switch value {
        case .null: theirs is NSNull
        case .bool(let bool): (theirs as? NSNumber)?.boolValue == bool
        case .integer(let integer): (theirs as? NSNumber)?.int64Value == integer
        case .number(let number): isSame(number, (theirs as? NSNumber)?.doubleValue)
        case .string(let text): (theirs as? String).map { isSame(text, $0) } == true
        case .array(let values):
            (theirs as? [Any]).map { $0.count == values.count && zip(values, $0).allSatisfy(isSame) } == true
        case .object(let object): (theirs as? [String: Any]).map { isSame(object, $0) } == true
        }
    }

    private static func isSame(_ object: JSONObject, _ theirs: [String: Any]) -> Bool {
        // Of names that are canonically equivalent, byte order marks aside, Foundation may keep one.
        let names = Set(object.members.map { unmarked($0.name) })
        guard names.count == object.members.count else { return true }
        let values = Dictionary(theirs.map { (unmarked($0.key), $0.value) }) { first, _ in first }
        return theirs.count == object.members.count
            && object.members.allSatisfy { member in
                (theirs[member.name] ?? values[unmarked(member.name)]).map { isSame(member.value, $0) } == true
            }
    }

    /// Foundation drops a byte order mark at the start of every text, and after every escape within one.
    private static func isSame(_ text: String, _ theirs: String) -> Bool {
        text.isSame(as: theirs)
            || (text.unicodeScalars.count > theirs.unicodeScalars.count
                && unmarked(text).isSame(as: unmarked(theirs)))
    }

    private static func unmarked(_ text: String) -> String {
        var unmarked = String.UnicodeScalarView()
        unmarked.append(contentsOf: text.unicodeScalars.filter { $0 != "\u{FEFF}" })
        return String(unmarked)
    }

    /// Foundation reads long integers as decimal numbers, which it turns into doubles with a small error, if at all.
    private static func isSame(_ number: Double, _ theirs: Double?) -> Bool {
        guard let theirs else { return false }
        return number == theirs || !theirs.isFinite || (number - theirs).magnitude <= number.magnitude * 1e-14
    }
}
