internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Factors that the login settings do not offer")
struct OfferedFactorTests {
    private static let users = "zitadel.user.v2.UserService"

    let server: TestServer
    /// Of the person, who has proven two factors.
    let token: String

    init() async throws {
        server = try await TestServer()
        try await server.addHuman("minnie")
        token = try await server.sessionToken(of: "minnie")
    }

    private func policy(_ method: HTTPMethod, _ path: String = "", _ message: JSONValue = [:]) async throws {
        let response = try await server.send(
            HTTPRequest(
                method, "/admin/v1/policies/login\(path)",
                fields: ["Authorization": "Bearer \(server.administratorToken)", "Content-Type": "application/json"],
                body: message.utf8))
        try #require(response.status == .ok, "\(response.text)")
    }

    private func force(passkeys: Bool = true) async throws {
        try await policy(
            .put, "",
            ["allowUsernamePassword": true, "forceMfa": true, "passwordlessType": .integer(passkeys ? 1 : 0)])
    }

    /// - Parameter token: the administrator's when it is `nil`.
    private func add(_ method: String, as token: String?) async throws -> TestResponse {
        try await server.tryCall("\(Self.users)/\(method)", ["userId": "minnie", "domain": "localhost"], token: token)
    }

    private func expectRefusal(of method: String) async throws {
        let refused = try await add(method, as: token)
        #expect(refused.status == .badRequest)
        #expect(refused.text.contains("COMMAND-0fFr3"), "\(refused.text)")
        #expect(try await add(method, as: nil).status == .ok)
    }

    @Test(arguments: ["AddOTPEmail", "AddOTPSMS"])
    func `where two factors are forced, users add none of another kind, and administrators do`(
        method: String
    ) async throws {
        try await force()
        try await expectRefusal(of: method)
    }

    @Test(arguments: [("RegisterTOTP", "SECOND_FACTOR_TYPE_OTP"), ("RegisterU2F", "SECOND_FACTOR_TYPE_U2F")])
    func `what is no longer offered is no longer added`(method: String, factor: String) async throws {
        try await force()
        #expect(try await add(method, as: token).status == .ok)
        try await policy(.delete, "/second_factors/\(factor)")
        try await expectRefusal(of: method)
    }

    @Test func `passkeys are offered by a setting of their own`() async throws {
        try await force()
        #expect(try await add("RegisterPasskey", as: token).status == .ok)
        try await force(passkeys: false)
        try await expectRefusal(of: "RegisterPasskey")
    }

    @Test(arguments: ["AddOTPEmail", "AddOTPSMS", "RegisterTOTP", "RegisterU2F", "RegisterPasskey"])
    func `where none is forced, users add what they like`(method: String) async throws {
        #expect(try await add(method, as: token).status == .ok)
    }
}
