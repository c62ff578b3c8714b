internal import Platform
internal import Testing

@testable internal import HTTP

@Suite("The route table")
struct RouterTests {
    static let router = Router(routes: [
        route(.get, "/"), route(.get, "/v2/users/{user_id}"), route(.post, "/v2/users/new"),
        route(.post, "/v2/users/{user_id}/keys/{key_id}"), route(.get, "/v2/users/new/keys"),
        route(.delete, "/v2/users/{user_id}/keys/{key_id}"), route(.get, "/v2/{kind}/{id}/keys"),
        route(.get, "/folder/"), route(.post, "/zitadel.user.v2.UserService/GetUserByID"),
        Route(.head, "/special", "head") { _ in .text(.ok, "own head") }, route(.get, "/special"),
    ]) { request, allowed in
        .json(allowed.isEmpty ? .notFound : .methodNotAllowed, ["path": .string(request.path)])
    }

    /// Answers with the pattern and the parameters that the route has seen.
    private static func route(_ method: HTTPMethod, _ pattern: String) -> Route {
        Route(method, pattern, "test") { request in
            .text(.ok, ([pattern] + request.parameters.pairs.map { "\($0.name)=\($0.value)" }).joined(separator: " "))
        }
    }

    static func answer(_ method: HTTPMethod, _ target: String, _ fields: HTTPFields = [:]) async -> HTTPResponse {
        await router.respond(to: HTTPRequest(method, target, fields: fields))
    }

    @Test(arguments: [
        (HTTPMethod.get, "/", "/"),
        (.get, "/v2/users/17", "/v2/users/{user_id} user_id=17"),
        (.get, "/v2/users/17?x=/y", "/v2/users/{user_id} user_id=17"),
        (.get, "/v2/users/a%20b%C3%BC%2B+", "/v2/users/{user_id} user_id=a bü++"),
        (.get, "/v2/users/a.b", "/v2/users/{user_id} user_id=a.b"),
        (.get, "/v2/users/...", "/v2/users/{user_id} user_id=..."),
        (.post, "/v2/users/new", "/v2/users/new"),
        (.get, "/v2/users/new", "/v2/users/{user_id} user_id=new"),
        (.get, "/v2/users/new/keys", "/v2/users/new/keys"),
        (.get, "/v2/users/17/keys", "/v2/{kind}/{id}/keys kind=users id=17"),
        (.get, "/v2/orgs/17/keys", "/v2/{kind}/{id}/keys kind=orgs id=17"),
        (.post, "/v2/users/1/keys/2", "/v2/users/{user_id}/keys/{key_id} user_id=1 key_id=2"),
        (.delete, "/v2/users/new/keys/2", "/v2/users/{user_id}/keys/{key_id} user_id=new key_id=2"),
        (.get, "/folder/", "/folder/"),
        (.post, "/zitadel.user.v2.UserService/GetUserByID", "/zitadel.user.v2.UserService/GetUserByID"),
        (.head, "/v2/users/17", "/v2/users/{user_id} user_id=17"),
        (.head, "/special", "own head"),
    ])
    func `a path finds its route and its parameters`(method: HTTPMethod, target: String, text: String) async {
        let response = await Self.answer(method, target)
        #expect(response.status == .ok)
        #expect(String(decoding: await response.collectBody(), as: UTF8.self) == text)
    }

    @Test(arguments: [
        "/v2", "/v2/", "/v2/users", "/v2/users/", "/v2/users//", "/v2/users/17/", "/V2/users/17", "//", "/folder",
        "/folder//", "/v2/users/..", "/v2/users/%2e%2E", "/v2/users/.", "/v2/users/a%2Fb", "/v2/users/a%5cb",
        "/v2/users/%00", "/v2/users/%0a", "/v2/users/%7f", "/v2/users/%c3", "/v2/users/%ED%A0%80", "/v2/./users/17",
        "/v2/%75sers/17", "/v2/users/17/keys/1/2", "", "*", "v2/users/17", "/zitadel.user.v2.UserService/getuserbyid",
    ])
    func `a path that no pattern has is not found`(target: String) async {
        let response = await Self.answer(.get, target)
        #expect(response.status == .notFound)
        #expect(response.fields["Allow"] == nil)
        #expect(response.fields["X-Content-Type-Options"] == "nosniff")
    }

    @Test(arguments: [
        (HTTPMethod.put, "/", "GET, HEAD, OPTIONS"),
        (.delete, "/v2/users/new", "POST, GET, HEAD, OPTIONS"),
        (.get, "/v2/users/1/keys/2", "POST, DELETE, OPTIONS"),
        (.head, "/v2/users/1/keys/2", "POST, DELETE, OPTIONS"),
        (.other("BREW"), "/folder/", "GET, HEAD, OPTIONS"),
        (.post, "/special", "HEAD, GET, OPTIONS"),
    ])
    func `another method is told which ones there are`(method: HTTPMethod, target: String, allow: String) async {
        let response = await Self.answer(method, target)
        #expect(response.status == .methodNotAllowed)
        #expect(response.fields["Allow"] == allow)
        let options = await Self.answer(.options, target)
        #expect(options.status == .noContent)
        #expect(options.fields["Allow"] == allow)
    }

    @Test func `OPTIONS for a path without routes is not found`() async {
        #expect(await Self.answer(.options, "/none").status == .notFound)
    }

    @Test(arguments: ["users", "", "/a//b", "/{a}/{a}", "/x{a}", "/{a}x", "/{}", "/a b", "/a?b"])
    func `what is no pattern is refused`(text: String) {
        #expect(RoutePattern(text) == nil)
    }

    @Test func `two routes for the same requests stop the program`() async {
        await #expect(processExitsWith: .failure) {
            let handler: Route.Handler = { _ in .empty(.ok) }
            _ = Router(routes: [
                Route(.get, "/users/{id}", "one", handler: handler),
                Route(.get, "/users/{user_id}", "two", handler: handler),
            ]) { _, _ in .empty(.notFound) }
        }
    }

    @Test func `a thousand routes keep finding theirs`() async {
        let routes = (0..<1000).map { index in
            Route(.get, "/service\(index % 50)/method\(index)/{id}", "many") { request in
                .text(.ok, "\(index) \(request.parameters["id"] ?? "")")
            }
        }
        let router = Router(routes: routes) { _, _ in .empty(.notFound) }
        for index in 0..<1000 {
            let response = await router.respond(to: HTTPRequest(.get, "/service\(index % 50)/method\(index)/x"))
            #expect(await response.collectBody() == Array("\(index) x".utf8))
        }
    }
}
