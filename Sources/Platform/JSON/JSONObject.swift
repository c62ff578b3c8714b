/// The members of a JSON object in the order they were written; names are unique.
package struct JSONObject: Sendable, Hashable {
    package struct Member: Sendable, Hashable {
        package let name: String
        package var value: JSONValue

        package init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    package private(set) var members: [Member]

    package init() {
        members = []
    }

    /// - Parameter uniqueMembers: members of which the caller knows that no name occurs twice.
    package init(uniqueMembers: [Member]) {
        members = uniqueMembers
    }

    package var isEmpty: Bool { members.isEmpty }

    /// Reading gives the member or `nil`; writing replaces, appends, or removes on `nil`.
    package subscript(_ name: String) -> JSONValue? {
        get { members.first { $0.name == name }?.value }
        set {
            let index = members.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Adds a member whose name is known not to be there yet.
    package mutating func append(_ name: String, _ value: JSONValue) {
        members.append(Member(name: name, value: value))
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(uniqueMembers: elements.map { Member(name: $0.0, value: $0.1) })
    }
}
