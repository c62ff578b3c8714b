internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("UserService: lists of what a user signs in with, of nobody and of somebody else's users")
struct UnknownUserListTests {
    static let lists = ["ListPasskeys", "ListIDPLinks", "ListAuthenticationMethodTypes", "ListAuthenticationFactors"]

    private func call(_ method: String, of user: String, as caller: WalkWorld.Caller) async throws -> TestResponse {
        let world = try await WalkWorld.shared()
        return try await world.server.tryCall(
            "zitadel.user.v2.UserService/\(method)", ["userId": .string(user)], token: world.token(caller))
    }

    @Test(arguments: lists, [WalkWorld.Caller.root, .viewer, .owner, .foreignOwner, .human, .stranger])
    func `of an unknown user there is nothing to list, whoever asks`(
        method: String, caller: WalkWorld.Caller
    ) async throws {
        let answer = try await call(method, of: "nobody-at-all", as: caller)
        #expect(answer.status == .ok, "\(answer.text)")
        let message = try answer.json
        #expect(message["result"] == nil && message["authMethodTypes"] == nil)
        #expect(message["details"]?["totalResult"] == nil)
        // That there is no such user is told by other calls as well.
        try await call("GetUserByID", of: "nobody-at-all", as: caller).expect(.notFound, "QUERY-Dfbg2")
    }

    @Test(arguments: lists, [WalkWorld.Caller.foreignOwner, .stranger, .target])
    func `what a user has is for oneself and those who may read the user`(
        method: String, caller: WalkWorld.Caller
    ) async throws {
        let refusal = try await call(method, of: "human-of-a", as: caller)
        refusal.expect(.notFound, "AUTHZ-cdgFk")
        #expect(try await call("GetUserByID", of: "human-of-a", as: caller).text == refusal.text)
        for reader in [WalkWorld.Caller.root, .viewer, .owner, .human] {
            #expect(try await call(method, of: "human-of-a", as: reader).status == .ok)
        }
    }
}
