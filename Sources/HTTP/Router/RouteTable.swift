/// The routes and what finds them, made once and shared: to hand a router on costs one reference.
final class RouteTable: Sendable {
    let routes: [Route]
    private let tree: RouteTree
    /// Routes without parameters by path: the shortest way for the busy endpoints.
    private let literals: [String: [(method: HTTPMethod, route: Int)]]
    private let parameterNames: [[String]]

    init(_ routes: [Route]) {
        var tree = RouteTree()
        var literals: [String: [(method: HTTPMethod, route: Int)]] = [:]
        var names: [[String]] = []
        for (index, route) in routes.enumerated() {
            guard let pattern = RoutePattern(route.pattern) else {
                preconditionFailure("\(route.pattern) is not a pattern")
            }
            if let other = tree.insert(pattern, method: route.method, route: index) {
                preconditionFailure("\(route.name) and \(routes[other].name) answer the same requests")
            }
            names.append(pattern.parameterNames)
            if pattern.isLiteral { literals[route.pattern, default: []].append((route.method, index)) }
        }
        self.routes = routes
        self.tree = tree
        self.literals = literals
        parameterNames = names
    }

    func find(_ method: HTTPMethod, _ path: String) -> (route: Int, parameters: PathParameters)? {
        if let candidates = literals[path], let found = candidates.first(where: { $0.method == method }) {
            return (found.route, PathParameters())
        }
        let bytes = path.utf8.span
        guard let found = tree.find(method, path: bytes) else { return nil }
        let values = found.parameters.compactMap { PathSegment.decode(bytes, $0) }
        return (found.route, PathParameters(names: parameterNames[found.route], values: values))
    }

    /// What can be sent to the path: the methods of its routes, `HEAD` beside `GET`, and `OPTIONS`.
    func allowedMethods(_ path: String) -> [HTTPMethod] {
        var methods = tree.methods(path: path.utf8.span)
        if methods.isEmpty { return [] }
        if methods.contains(.get), !methods.contains(.head) { methods.append(.head) }
        if !methods.contains(.options) { methods.append(.options) }
        return methods
    }
}
