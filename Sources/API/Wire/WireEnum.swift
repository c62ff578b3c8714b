/// An enum of a wire contract: the cases in the order of their numbers, from 0 on.
///
/// The raw values are the names on the wire. `aliases` are further spellings that input may use.
package protocol WireEnum: RawRepresentable, CaseIterable, Sendable, Hashable where RawValue == String {
    static var aliases: [String: Self] { get }
}

extension WireEnum {
    package static var aliases: [String: Self] { [:] }

    package static func named(_ name: String) -> Self? {
        Self(rawValue: name) ?? aliases[name]
    }

    package static func numbered(_ number: Int) -> Self? {
        let cases = Array(allCases)
        return cases.indices.contains(number) ? cases[number] : nil
    }

    /// The value of an absent field.
    package static var zero: Self {
        guard let first = allCases.first else { preconditionFailure("a wire enum has a case for 0") }
        return first
    }
}
