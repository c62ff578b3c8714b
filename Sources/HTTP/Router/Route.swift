/// A row of the route table: what is answered, by whom, under which name it is counted and logged.
package struct Route: Sendable {
    package typealias Handler = @Sendable (HTTPRequest) async -> HTTPResponse

    package let method: HTTPMethod
    /// Segments, of which `{name}` stands for any one: `/v2/users/{user_id}/keys`.
    package let pattern: String
    /// A closed set: metrics and log lines carry it, never the path.
    package let name: String
    package let cors: CORSPolicy
    let compiledCORS: CORSPolicy.Compiled?
    let handler: Handler

    package init(
        _ method: HTTPMethod, _ pattern: String, _ name: StaticString, cors: CORSPolicy = .none,
        handler: @escaping Handler
    ) {
        self.method = method
        self.pattern = pattern
        self.name = name.description
        self.cors = cors
        compiledCORS = CORSPolicy.Compiled(cors)
        self.handler = handler
    }
}
