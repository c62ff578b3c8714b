internal import Platform
internal import Testing

/// The rule of a field, with values on either side of its bounds.
struct FieldLimit: Sendable, CustomTestStringConvertible {
    private enum Rule: Sendable {
        case runes(ClosedRange<Int>)
        case bytes(ClosedRange<Int>)
        case email
        case required
        case defined
        case trueOnly
        case range(ClosedRange<Int>)
    }

    /// A value, or none, with what the validator says of it; `nil` when it is right.
    struct Probe: Sendable {
        let value: JSONValue?
        let fault: String?
    }

    let path: FieldPath
    private let rule: Rule
    /// Whether the field may be missing.
    private var isOptional = false
    /// In place of the method's message, where that has another member of a oneof.
    private(set) var message: JSONValue?

    private init(_ path: FieldPath, _ rule: Rule) {
        self.path = path
        self.rule = rule
    }

    /// An identifier: 1 to 200 characters.
    static func id(_ path: FieldPath) -> FieldLimit { .runes(path, 1...200) }
    static func runes(_ path: FieldPath, _ count: ClosedRange<Int>) -> FieldLimit { FieldLimit(path, .runes(count)) }
    static func bytes(_ path: FieldPath, _ count: ClosedRange<Int>) -> FieldLimit { FieldLimit(path, .bytes(count)) }
    static func email(_ path: FieldPath) -> FieldLimit { FieldLimit(path, .email) }
    static func required(_ path: FieldPath) -> FieldLimit { FieldLimit(path, .required) }
    static func defined(_ path: FieldPath) -> FieldLimit { FieldLimit(path, .defined) }
    static func trueOnly(_ path: FieldPath) -> FieldLimit { FieldLimit(path, .trueOnly) }
    static func range(_ path: FieldPath, _ range: ClosedRange<Int>) -> FieldLimit { FieldLimit(path, .range(range)) }

    /// May be missing.
    var optional: FieldLimit {
        var copy = self
        copy.isOptional = true
        return copy
    }

    func `in`(_ message: JSONValue) -> FieldLimit {
        var copy = self
        copy.message = message
        return copy
    }

    var testDescription: String { path.description }

    var probes: [Probe] {
        switch rule {
        case .runes(let count):
            let fault =
                count.lowerBound == 0
                ? "value length must be at most \(count.upperBound) runes"
                : "value length must be between \(count.lowerBound) and \(count.upperBound) runes, inclusive"
            return absent(faultyUnless: count.lowerBound == 0, fault)
                + bounds(of: count, fault) { .string(String(repeating: "𝄞", count: $0)) }
        case .bytes(let count):
            let fault =
                count.lowerBound == 0
                ? "value length must be at most \(count.upperBound) bytes"
                : "value length must be between \(count.lowerBound) and \(count.upperBound) bytes, inclusive"
            return absent(faultyUnless: count.lowerBound == 0, fault)
                + bounds(of: count, fault) { .string(Base64.encode(Array(repeating: 7, count: $0))) }
        case .email:
            let fault = "value length must be between 1 and 200 runes, inclusive"
            return absent(faultyUnless: false, fault)
                + bounds(of: 6...200, fault) { .string(Self.address($0)) }
                .filter { $0.value != .string(Self.address(5)) } + [Probe(value: "", fault: fault)]
                + ["minnie", "@mouse.example", "minnie@"].map {
                    Probe(value: $0, fault: "value must be a valid email address")
                }
        case .required:
            return [Probe(value: nil, fault: "value is required"), Probe(value: .null, fault: "value is required")]
        case .defined:
            let fault = "value must be one of the defined enum values"
            return [Probe(value: 99, fault: fault), Probe(value: -1, fault: fault), Probe(value: 1, fault: nil)]
        case .trueOnly: return [Probe(value: false, fault: "value must equal true"), Probe(value: true, fault: nil)]
        case .range(let range):
            let fault = "value must be inside range [\(range.lowerBound), \(range.upperBound)]"
            return absent(faultyUnless: false, fault) + [Probe(value: -1, fault: fault)]
                + bounds(of: range, fault) { .integer(Int64($0)) }
        }
    }

    private func absent(faultyUnless isHarmless: Bool, _ fault: String) -> [Probe] {
        [Probe(value: nil, fault: isHarmless || isOptional ? nil : fault)]
    }

    private func bounds(
        of range: ClosedRange<Int>, _ fault: String, _ value: (Int) -> JSONValue
    ) -> [Probe] {
        [range.lowerBound, range.upperBound].map { Probe(value: value($0), fault: nil) }
            + [range.lowerBound - 1, range.upperBound + 1].filter { $0 >= 0 }.map {
                Probe(value: value($0), fault: fault)
            }
    }

    /// An e-mail address of so many characters.
    private static func address(_ count: Int) -> String {
        var domain = ".x"
        while domain.count < count - 3 {
            domain = "." + String(repeating: "d", count: max(1, min(60, count - 3 - domain.count))) + domain
        }
        let text = "a@" + String(domain.dropFirst()) + String(repeating: "x", count: count)
        return String(text.prefix(count))
    }
}
