/// The table of all routes, and the only place that maps a request to a handler. Paths are compared as they came.
package struct Router: Sendable {
    /// Answers what no route answers: 404 when `allowed` is empty, else 405; the router adds `Allow`.
    package typealias Missing = @Sendable (_ request: HTTPRequest, _ allowed: [HTTPMethod]) async -> HTTPResponse

    private let table: RouteTable
    private let missing: Missing

    /// Traps when two routes answer the same requests or a pattern is malformed: the table is part of the program.
    package init(routes: [Route], missing: @escaping Missing) {
        table = RouteTable(routes)
        self.missing = missing
    }

    package var routes: [Route] { table.routes }

    /// Answers a request in process: what a connection does between reading and writing.
    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        var request = request
        let match = match(&request)
        return await respond(to: request, by: match)
    }
}

extension Router {
    /// What answers a request.
    enum Match: Sendable {
        case route(Int)
        case options
        case missing
    }

    /// Finds the route and gives the request its parameters.
    func match(_ request: inout HTTPRequest) -> Match {
        if let found = table.find(request.method, request.path) ?? getRoute(forHead: request) {
            request.parameters = found.parameters
            return .route(found.route)
        }
        return request.method == .options ? .options : .missing
    }

    private func getRoute(forHead request: HTTPRequest) -> (route: Int, parameters: PathParameters)? {
        request.method == .head ? table.find(.get, request.path) : nil
    }

    /// The name under which the request is counted and logged.
    func name(of match: Match) -> String {
        switch match {
        case .route(let index): table.routes[index].name
        case .options: "options"
        case .missing: "unmatched"
        }
    }

    func respond(to request: HTTPRequest, by match: Match) async -> HTTPResponse {
        var response: HTTPResponse
        switch match {
        case .route(let index):
            response = await table.routes[index].handler(request)
            table.routes[index].compiledCORS?.decorate(&response, for: request)
        case .options:
            response = await options(request)
        case .missing:
            response = await refuse(request)
        }
        if !response.fields.contains(StandardFields.contentTypeOptions) {
            response.fields.append(StandardFields.contentTypeOptions, "nosniff")
        }
        return response
    }

    private func refuse(_ request: HTTPRequest) async -> HTTPResponse {
        let allowed = table.allowedMethods(request.path)
        var response = await missing(request, allowed)
        if !allowed.isEmpty { response.fields.set("Allow", Self.list(allowed)) }
        return response
    }

    /// A preflight request is answered by the policy of the route it asks about; any other `OPTIONS` learns the methods.
    private func options(_ request: HTTPRequest) async -> HTTPResponse {
        if request.path == "*" { return .empty(.noContent) }
        let allowed = table.allowedMethods(request.path)
        guard !allowed.isEmpty else { return await refuse(request) }
        if let origin = request.fields["Origin"],
            let method = request.fields["Access-Control-Request-Method"].map(HTTPMethod.init),
            let found = table.find(method, request.path) ?? (method == .head ? table.find(.get, request.path) : nil),
            let response = table.routes[found.route].compiledCORS?.preflight(origin: origin, method: method)
        {
            return response
        }
        return .empty(.noContent).with("Allow", Self.list(allowed))
    }

    private static func list(_ methods: [HTTPMethod]) -> String {
        methods.map(\.name).joined(separator: ", ")
    }
}
