internal import HTTP
internal import Testing

@Suite("Fetch standard: CORS protocol")
struct CORSTests {
    private static let open = CORSPolicy.open(
        methods: [.get, .head, .post], allowedHeaders: ["Authorization", "Content-Type"],
        exposedHeaders: ["Location", "Content-Length"])

    private static let router = Router(routes: [
        Route(.post, "/token", "token", cors: open) { _ in .text(.badRequest, "no") },
        Route(.get, "/userinfo", "userinfo", cors: open) { _ in .text(.ok, "me").with("Vary", "Accept") },
        Route(.delete, "/userinfo", "remove", cors: open) { _ in .empty(.noContent) },
        Route(.get, "/authorize", "authorize") { _ in .redirect(to: "/login") },
    ]) { _, allowed in .empty(allowed.isEmpty ? .notFound : .methodNotAllowed) }

    private func answer(_ method: HTTPMethod, _ path: String, _ fields: HTTPFields) async -> HTTPResponse {
        await Self.router.respond(to: HTTPRequest(method, path, fields: fields))
    }

    @Test func `an open route echoes the origin, with credentials, on success and on failure`() async {
        for (method, path) in [(HTTPMethod.post, "/token"), (.get, "/userinfo"), (.head, "/userinfo")] {
            let response = await answer(method, path, ["Origin": "https://app.example"])
            #expect(response.fields["Access-Control-Allow-Origin"] == "https://app.example")
            #expect(response.fields["Access-Control-Allow-Credentials"] == "true")
            #expect(response.fields["Access-Control-Expose-Headers"] == "Location, Content-Length")
            #expect(response.fields.values("Vary").contains("Origin"))
        }
    }

    @Test func `an open route varies by origin even when there is none`() async {
        let response = await answer(.get, "/userinfo", [:])
        #expect(response.fields.values("Vary") == ["Accept", "Origin"])
        #expect(response.fields["Access-Control-Allow-Origin"] == nil)
    }

    @Test func `an origin cannot write fields of its own`() async {
        let response = await answer(.get, "/userinfo", ["Origin": "https://a\r\nSet-Cookie: b=c"])
        #expect(response.fields["Access-Control-Allow-Origin"] == "https://a  Set-Cookie: b=c")
        #expect(response.fields["Set-Cookie"] == nil)
    }

    @Test(arguments: [("/token", "POST"), ("/userinfo", "GET"), ("/userinfo", "HEAD")])
    func `a preflight request is answered by the policy of the route it asks about`(
        path: String, method: String
    ) async {
        let response = await answer(
            .options, path,
            [
                "Origin": "https://app.example", "Access-Control-Request-Method": method,
                "Access-Control-Request-Headers": "authorization",
            ])
        #expect(response.status == .noContent)
        #expect(response.fields["Access-Control-Allow-Origin"] == "https://app.example")
        #expect(response.fields["Access-Control-Allow-Credentials"] == "true")
        #expect(response.fields["Access-Control-Allow-Methods"] == "GET, HEAD, POST")
        #expect(response.fields["Access-Control-Allow-Headers"] == "Authorization, Content-Type")
        #expect(response.fields["Vary"]?.contains("Origin") == true)
    }

    @Test(arguments: [
        ("/authorize", "GET"), ("/userinfo", "DELETE"), ("/userinfo", "PUT"), ("/token", "get"),
    ])
    func `a preflight request that no policy allows gets no permission`(path: String, method: String) async {
        let response = await answer(
            .options, path, ["Origin": "https://app.example", "Access-Control-Request-Method": method])
        #expect(response.fields["Access-Control-Allow-Origin"] == nil)
        #expect(response.fields["Access-Control-Allow-Methods"] == nil)
        #expect(response.fields["Allow"] != nil)
    }

    @Test func `a route without a policy tells other origins nothing`() async {
        let response = await answer(.get, "/authorize", ["Origin": "https://app.example"])
        #expect(response.status == .seeOther)
        #expect(response.fields["Access-Control-Allow-Origin"] == nil)
        #expect(response.fields["Vary"] == nil)
    }
}
