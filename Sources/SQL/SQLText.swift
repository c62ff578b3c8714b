/// The text of a statement. Only literals of the source code get into one; a text made at run time does not compile.
package enum SQLText: Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    case literal(StaticString)
    case composed(Composition)

    /// The text of a ``SQLQuery``, which alone can make one.
    package struct Composition: Sendable, Hashable {
        package let text: String

        fileprivate init(text: String) {
            self.text = text
        }
    }

    package init(stringLiteral value: StaticString) {
        self = .literal(value)
    }

    package var description: String {
        switch self {
        case .literal(let text): text.description
        case .composed(let composition): composition.text
        }
    }
}

/// A statement composed of literal parts, with its values.
///
/// Each part numbers its own parameters from `$1`; the numbers of the whole follow from the order of the parts:
///
///     var query = SQLQuery("SELECT id FROM users WHERE organization_id = $1", organization)
///     query.append(" AND folded_login_name = $1", name)
///     query.append(" ORDER BY created_at, id LIMIT $1 OFFSET $2", limit, offset)
package struct SQLQuery: Sendable {
    private var statement = ""
    package private(set) var values: [SQLValue] = []

    package init(_ part: StaticString, _ values: any SQLEncodable...) {
        add(part, values)
    }

    package var text: SQLText { .composed(.init(text: statement)) }

    package mutating func append(_ part: StaticString, _ values: any SQLEncodable...) {
        add(part, values)
    }

    /// Appends `prefix ($n, $n + 1, …)`: the list of an `IN`. The list must not be empty.
    package mutating func append(_ prefix: StaticString, list: [any SQLEncodable]) {
        precondition(!list.isEmpty, "an empty list is no SQL")
        statement += prefix.description
        statement += " ("
        for (offset, value) in list.enumerated() {
            if offset > 0 { statement += ", " }
            values.append(value.sqlValue)
            statement += "$\(values.count)"
        }
        statement += ")"
    }

    private mutating func add(_ part: StaticString, _ added: [any SQLEncodable]) {
        let pieces = part.description.split(separator: "$", omittingEmptySubsequences: false)
        statement += pieces[0]
        for piece in pieces.dropFirst() {
            let digits = piece.prefix(while: \.isNumber)
            guard let number = Int(digits), (1...added.count).contains(number) else {
                preconditionFailure("the part has a parameter without a value")
            }
            statement += "$\(values.count + number)\(piece.dropFirst(digits.count))"
        }
        values += added.map(\.sqlValue)
    }
}
