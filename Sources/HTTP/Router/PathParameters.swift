/// What stands in the path for the `{names}` of a pattern, percent-decoded.
package struct PathParameters: Sendable, Equatable {
    private let names: [String]
    private let values: [String]

    package init() {
        names = []
        values = []
    }

    init(names: [String], values: [String]) {
        self.names = names
        self.values = values
    }

    package subscript(_ name: String) -> String? {
        names.firstIndex(of: name).map { values[$0] }
    }

    /// Name and value in the order of the path.
    package var pairs: [(name: String, value: String)] {
        zip(names, values).map { (name: $0, value: $1) }
    }
}

extension PathParameters: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, String)...) {
        self.init(names: elements.map(\.0), values: elements.map(\.1))
    }
}
