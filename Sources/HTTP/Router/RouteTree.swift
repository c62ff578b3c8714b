/// The route table as a tree of path segments. A literal segment is tried before a parameter, and when that branch has
/// no route for the method, the other one is tried, so `GET /users/new` reaches `/users/{id}` when only `POST` has `new`.
struct RouteTree: Sendable {
    private struct Node: Sendable {
        /// Sorted by length and bytes, for a binary search.
        var literals: [(segment: [UInt8], node: Int)] = []
        var parameter: Int?
        var routes: [(method: HTTPMethod, route: Int)] = []
    }

    private var nodes = [Node()]

    /// Adds the route with this number. Returns the number of the route that already answers the same requests.
    mutating func insert(_ pattern: RoutePattern, method: HTTPMethod, route: Int) -> Int? {
        var current = 0
        for segment in pattern.segments {
            current =
                switch segment {
                case .literal(let bytes): literalChild(of: current, bytes)
                case .parameter: parameterChild(of: current)
                }
        }
        if let existing = nodes[current].routes.first(where: { $0.method == method }) { return existing.route }
        nodes[current].routes.append((method, route))
        return nil
    }

    private mutating func literalChild(of parent: Int, _ segment: [UInt8]) -> Int {
        if let existing = nodes[parent].literals.first(where: { $0.segment == segment }) { return existing.node }
        nodes.append(Node())
        let child = nodes.count - 1
        let position = nodes[parent].literals.firstIndex { Self.precedes(segment, $0.segment) }
        nodes[parent].literals.insert((segment, child), at: position ?? nodes[parent].literals.count)
        return child
    }

    private mutating func parameterChild(of parent: Int) -> Int {
        if let existing = nodes[parent].parameter { return existing }
        nodes.append(Node())
        nodes[parent].parameter = nodes.count - 1
        return nodes.count - 1
    }

    private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count != right.count ? left.count < right.count : left.lexicographicallyPrecedes(right)
    }
}

extension RouteTree {
    /// The number of the route that answers, and the ranges of the path that stand for its parameters.
    func find(_ method: HTTPMethod, path: Span<UInt8>) -> (route: Int, parameters: [Range<Int>])? {
        guard !path.isEmpty, path[0] == UInt8(ascii: "/") else { return nil }
        var parameters: [Range<Int>] = []
        guard let route = descend(0, path, from: 1, method, &parameters) else { return nil }
        return (route, parameters)
    }

    /// Every method that a route of this path has.
    func methods(path: Span<UInt8>) -> [HTTPMethod] {
        guard !path.isEmpty, path[0] == UInt8(ascii: "/") else { return [] }
        var methods: [HTTPMethod] = []
        collect(0, path, from: 1, &methods)
        return methods
    }

    private func descend(
        _ node: Int, _ path: Span<UInt8>, from start: Int, _ method: HTTPMethod, _ parameters: inout [Range<Int>]
    ) -> Int? {
        guard start <= path.count else {
            return nodes[node].routes.first { $0.method == method }?.route
        }
        let segment = start..<Self.end(of: path, from: start)
        if let child = literal(of: node, path, segment),
            let route = descend(child, path, from: segment.upperBound + 1, method, &parameters)
        {
            return route
        }
        guard let child = nodes[node].parameter, PathSegment.canBeParameter(path, segment) else { return nil }
        parameters.append(segment)
        if let route = descend(child, path, from: segment.upperBound + 1, method, &parameters) { return route }
        parameters.removeLast()
        return nil
    }

    private func collect(_ node: Int, _ path: Span<UInt8>, from start: Int, _ methods: inout [HTTPMethod]) {
        guard start <= path.count else {
            for entry in nodes[node].routes where !methods.contains(entry.method) { methods.append(entry.method) }
            return
        }
        let segment = start..<Self.end(of: path, from: start)
        if let child = literal(of: node, path, segment) {
            collect(child, path, from: segment.upperBound + 1, &methods)
        }
        if let child = nodes[node].parameter, PathSegment.canBeParameter(path, segment) {
            collect(child, path, from: segment.upperBound + 1, &methods)
        }
    }

    private static func end(of path: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < path.count, path[index] != UInt8(ascii: "/") { index += 1 }
        return index
    }

    private func literal(of node: Int, _ path: Span<UInt8>, _ segment: Range<Int>) -> Int? {
        var low = 0
        var high = nodes[node].literals.count
        while low < high {
            let middle = (low + high) / 2
            switch Self.compare(path, segment, nodes[node].literals[middle].segment) {
            case 0: return nodes[node].literals[middle].node
            case ..<0: high = middle
            default: low = middle + 1
            }
        }
        return nil
    }

    /// Negative, zero or positive as the segment of the path comes before, is, or comes after the literal.
    private static func compare(_ path: Span<UInt8>, _ segment: Range<Int>, _ literal: [UInt8]) -> Int {
        guard segment.count == literal.count else { return segment.count - literal.count }
        for offset in 0..<literal.count {
            let difference = Int(path[segment.lowerBound + offset]) - Int(literal[offset])
            if difference != 0 { return difference }
        }
        return 0
    }
}
