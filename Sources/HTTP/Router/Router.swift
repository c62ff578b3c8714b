/// The table of all routes, and the only place that maps a request to a handler. Paths are compared as they came.
package struct Router: Sendable {
    /// Answers what no route answers: 404 when `allowed` is empty, else 405; the router adds `Allow`.
    package typealias Missing = @Sendable (_ request: HTTPRequest, _ allowed: [HTTPMethod]) -> HTTPResponse

    package let routes: [Route]
    private let tree: RouteTree
    /// Routes without parameters by path: the shortest way for the busy endpoints.
    private let literals: [String: [(method: HTTPMethod, route: Int)]]
    private let parameterNames: [[String]]
    private let missing: Missing

    /// Traps when two routes answer the same requests or a pattern is malformed: the table is part of the program.
    package init(routes: [Route], missing: @escaping Missing) {
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
        self.missing = missing
    }

    /// Answers a request in process: what a connection does between reading and writing.
    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        await respond(to: request, by: match(request))
    }
}

extension Router {
    /// What answers a request.
    enum Match: Sendable {
        case route(Int, PathParameters)
        case options
        case missing
    }

    func match(_ request: HTTPRequest) -> Match {
        if let match = find(request.method, request.path) { return match }
        if request.method == .head, let match = find(.get, request.path) { return match }
        return request.method == .options ? .options : .missing
    }

    /// The name under which the request is counted and logged.
    func name(of match: Match) -> String {
        switch match {
        case .route(let index, _): routes[index].name
        case .options: "options"
        case .missing: "unmatched"
        }
    }

    func respond(to request: HTTPRequest, by match: Match) async -> HTTPResponse {
        var response: HTTPResponse
        switch match {
        case .route(let index, let parameters):
            var request = request
            request.parameters = parameters
            response = await routes[index].handler(request)
            routes[index].compiledCORS?.decorate(&response, for: request)
        case .options:
            response = options(request)
        case .missing:
            response = refuse(request)
        }
        if !response.fields.contains(StandardFields.contentTypeOptions) {
            response.fields.append(StandardFields.contentTypeOptions, "nosniff")
        }
        return response
    }

    private func find(_ method: HTTPMethod, _ path: String) -> Match? {
        if let candidates = literals[path], let found = candidates.first(where: { $0.method == method }) {
            return .route(found.route, PathParameters())
        }
        let bytes = path.utf8.span
        guard let found = tree.find(method, path: bytes) else { return nil }
        let values = found.parameters.compactMap { PathSegment.decode(bytes, $0) }
        return .route(found.route, PathParameters(names: parameterNames[found.route], values: values))
    }

    private func refuse(_ request: HTTPRequest) -> HTTPResponse {
        let allowed = allowedMethods(request.path)
        var response = missing(request, allowed)
        if !allowed.isEmpty { response.fields.set("Allow", Self.list(allowed)) }
        return response
    }

    /// A preflight request is answered by the policy of the route it asks about; any other `OPTIONS` learns the methods.
    private func options(_ request: HTTPRequest) -> HTTPResponse {
        if request.path == "*" { return .empty(.noContent) }
        let allowed = allowedMethods(request.path)
        guard !allowed.isEmpty else { return refuse(request) }
        if let origin = request.fields["Origin"],
            let method = request.fields["Access-Control-Request-Method"].map(HTTPMethod.init),
            case .route(let index, _)? = find(method, request.path)
                ?? (method == .head ? find(.get, request.path) : nil),
            let response = routes[index].compiledCORS?.preflight(origin: origin, method: method)
        {
            return response
        }
        return .empty(.noContent).with("Allow", Self.list(allowed))
    }

    /// What can be sent to the path: the methods of its routes, `HEAD` beside `GET`, and `OPTIONS`.
    private func allowedMethods(_ path: String) -> [HTTPMethod] {
        var methods = tree.methods(path: path.utf8.span)
        if methods.isEmpty { return [] }
        if methods.contains(.get), !methods.contains(.head) { methods.append(.head) }
        if !methods.contains(.options) { methods.append(.options) }
        return methods
    }

    private static func list(_ methods: [HTTPMethod]) -> String {
        methods.map(\.name).joined(separator: ", ")
    }
}
