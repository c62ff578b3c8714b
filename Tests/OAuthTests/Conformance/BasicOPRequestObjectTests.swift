internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// The modules of the plans "Basic OP" and "Form Post OP" about requests in objects, which are not supported: never
/// ignored, and always told.
@Suite("OpenID conformance: Basic OP and Form Post OP, request objects")
struct BasicOPRequestObjectTests {
    let world: ConformanceWorld

    init() async throws {
        world = try await ConformanceWorld()
    }

    /// An unsigned request object (OpenID Connect Core §6.1) with these members.
    private func object(_ form: [(String, String)]) -> String {
        var claims: JSONObject = ["iss": .string(world.client.clientID), "aud": .string(world.server.issuer)]
        for (name, value) in form { claims[name] = .string(value) }
        let header: JSONObject = ["alg": "none"]
        return [header, claims].map { Base64URL.encode(JSONValue.object($0).utf8) + "." }.joined()
    }

    private func expectRefusal(_ answer: ConformanceWorld.Answer, _ error: String) {
        #expect(answer["error"] == error)
        #expect(answer["state"] == "st-8xLOxBtZp8")
        #expect(answer["iss"] == world.server.issuer)
        #expect(answer["code"] == nil)
        #expect(answer.redirectURI == TestSignIn.redirectURI)
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported`(_ plan: BasicPlan) async throws {
        let metadata = try await world.server.get("/.well-known/openid-configuration").json
        #expect(metadata["request_uri_parameter_supported"] == false)
        let response = try await world.send(
            world.parameters(plan, [("request_uri", "https://app.example/request.jwt")]))
        expectRefusal(try world.refusal(of: response, plan), "request_uri_not_supported")
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported`(
        _ plan: BasicPlan
    ) async throws {
        let metadata = try await world.server.get("/.well-known/openid-configuration").json
        #expect(metadata["request_parameter_supported"] == false)
        #expect(metadata["request_object_signing_alg_values_supported"] == nil)
        let form = world.parameters(plan)
        let response = try await world.send(form + [("request", object(form))])
        expectRefusal(try world.refusal(of: response, plan), "request_not_supported")
    }

    /// Neither of the two addresses is taken for the other.
    @Test(arguments: BasicPlan.allCases)
    func `oidcc-ensure-request-object-with-redirect-uri`(_ plan: BasicPlan) async throws {
        let (form, other) = (world.parameters(plan), "https://app.example/callback/unregistered")
        let outside = world.parameters(plan, [("redirect_uri", other)])
        let page = try await world.send(outside + [("request", object(form))])
        #expect(page.status == .badRequest)
        #expect(page.fields["Location"] == nil && !page.text.contains("<form"))
        let response = try await world.send(form + [("request", object(outside))])
        expectRefusal(try world.refusal(of: response, plan), "request_not_supported")
    }
}
