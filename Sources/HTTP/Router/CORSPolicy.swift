/// Which scripts of other origins may read the answers of a route (Fetch standard, CORS protocol).
package enum CORSPolicy: Sendable {
    /// No script of another origin: the response carries none of the fields.
    case none
    /// Any origin, which is echoed because credentials are allowed.
    case open(methods: [HTTPMethod], allowedHeaders: [String], exposedHeaders: [String])
}

extension CORSPolicy {
    /// The policy ready to be written: its lists are joined once.
    struct Compiled: Sendable {
        let methods: [HTTPMethod]
        let methodList: String
        let allowedHeaders: String
        let exposedHeaders: String

        init?(_ policy: CORSPolicy) {
            guard case .open(let methods, let allowed, let exposed) = policy else { return nil }
            self.methods = methods
            methodList = methods.map(\.name).joined(separator: ", ")
            allowedHeaders = allowed.joined(separator: ", ")
            exposedHeaders = exposed.joined(separator: ", ")
        }

        /// Adds what lets the script at the request's origin read this response. `Vary` is there in any case, so that
        /// a cache does not hand the answer for one origin to another.
        func decorate(_ response: inout HTTPResponse, for request: HTTPRequest) {
            response.fields.append("Vary", "Origin")
            guard let origin = request.fields["Origin"] else { return }
            response.fields.append("Access-Control-Allow-Origin", origin)
            response.fields.append("Access-Control-Allow-Credentials", "true")
            if !exposedHeaders.isEmpty { response.fields.append("Access-Control-Expose-Headers", exposedHeaders) }
        }

        /// The answer to a preflight request for this route, or `nil` when its method is not among the allowed ones.
        func preflight(origin: String, method: HTTPMethod) -> HTTPResponse? {
            guard methods.contains(method) else { return nil }
            var response = HTTPResponse.empty(.noContent)
            response.fields.append("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
            response.fields.append("Access-Control-Allow-Origin", origin)
            response.fields.append("Access-Control-Allow-Credentials", "true")
            response.fields.append("Access-Control-Allow-Methods", methodList)
            if !allowedHeaders.isEmpty { response.fields.append("Access-Control-Allow-Headers", allowedHeaders) }
            response.fields.append("Access-Control-Max-Age", "600")
            return response
        }
    }
}
