/// The segments of a route's pattern.
struct RoutePattern: Sendable {
    enum Segment: Sendable, Hashable {
        case literal([UInt8])
        case parameter
    }

    let segments: [Segment]
    let parameterNames: [String]

    /// `nil` when the text is not a pattern: it starts with a slash and has no empty segment, except that it may end
    /// in a slash; a parameter takes a whole segment, and no name occurs twice.
    init?(_ text: String) {
        guard text.hasPrefix("/") else { return nil }
        var segments: [Segment] = []
        var names: [String] = []
        let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if part.hasPrefix("{"), part.hasSuffix("}"), part.count > 2 {
                let name = String(part.dropFirst().dropLast())
                guard !names.contains(name) else { return nil }
                names.append(name)
                segments.append(.parameter)
            } else {
                guard !part.contains(where: { $0 == "{" || $0 == "}" }), !part.isEmpty || index == parts.count - 1,
                    part.utf8.allSatisfy(HTTPCharacters.isPath)
                else { return nil }
                segments.append(.literal(Array(part.utf8)))
            }
        }
        self.segments = segments
        parameterNames = names
    }

    var isLiteral: Bool { parameterNames.isEmpty }
}
