internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("UserService: what its contract leaves open, as the list of differences decides it")
struct ContractDecisionTests {
    private static let human: JSONValue = "human-of-a"

    private func call(
        _ world: WalkWorld, _ method: String, _ message: JSONObject, as caller: WalkWorld.Caller = .root
    ) async throws -> TestResponse {
        try await world.call(
            WalkRow(.write, "\(Contract.service)/\(method)", .object(message)), over: .connect, as: caller)
    }

    private func code(
        _ world: WalkWorld, _ method: String, member: String = "verificationCode"
    ) async throws -> JSONValue {
        let response = try await call(world, method, ["userId": Self.human, "returnCode": [:]])
        return try #require(try response.json[member])
    }

    @Test(arguments: [WalkWorld.Caller.target, .human])
    func `a user with another name keeps its tokens and its session`(caller: WalkWorld.Caller) async throws {
        let world = try await WalkWorld.shared().copy()
        var change: JSONObject = ["userId": .string(caller.rawValue), "username": "renamed"]
        change[caller == .human ? "human" : "machine"] = [:]
        expect(try await call(world, "UpdateUser", change), .ok)
        let found = try await call(world, "GetUserByID", ["userId": .string(caller.rawValue)], as: caller)
        #expect(try found.json["user"]?["username"] == "renamed")
    }

    @Test func `recovery codes are a method until they are removed, spent or not`() async throws {
        let world = try await WalkWorld.shared().copy()
        let made = try await call(world, "GenerateRecoveryCodes", ["userId": Self.human, "count": 1])
        let session = try await world.server.call(
            "zitadel.session.v2.SessionService/CreateSession", ["checks": ["user": ["userId": Self.human]]])
        try await world.server.call(
            "zitadel.session.v2.SessionService/SetSession",
            [
                "sessionId": session["sessionId"] ?? .null,
                "checks": ["recoveryCode": ["code": try made.json["recoveryCodes"]?[0] ?? .null]],
            ])
        for isThere in [true, false] {
            let methods = try await call(world, "ListAuthenticationMethodTypes", ["userId": Self.human])
            #expect(methods.text.contains("AUTHENTICATION_METHOD_TYPE_RECOVERY_CODE") == isThere)
            expect(try await call(world, "RemoveRecoveryCodes", ["userId": Self.human]), .ok)
        }
    }

    @Test func `an invitation replaces the one before`() async throws {
        let world = try await WalkWorld.shared().copy()
        expect(try await call(world, "RemovePasskey", ["userId": Self.human, "passkeyId": "$passkey"]), .ok)
        let account: JSONObject = ["userId": Self.human, "idpId": "$provider", "linkedUserId": "account-of-a"]
        expect(try await call(world, "RemoveIDPLink", account), .ok)
        let first = try await code(world, "CreateInviteCode", member: "inviteCode")
        let second = try await code(world, "CreateInviteCode", member: "inviteCode")
        expect(
            try await call(world, "VerifyInviteCode", ["userId": Self.human, "verificationCode": first]), .badRequest,
            containing: "COMMAND-Wgn4q")
        expect(try await call(world, "VerifyInviteCode", ["userId": Self.human, "verificationCode": second]), .ok)
    }

    @Test func `the password that a user has is new to a code and to an administrator`() async throws {
        let world = try await WalkWorld.shared().copy()
        let password: JSONValue = ["password": "An0ther-P4ssword"]
        let set: JSONObject = ["userId": Self.human, "newPassword": password]
        for _ in 0..<2 { expect(try await call(world, "SetPassword", set), .ok) }
        var withCode = set
        withCode["verificationCode"] = try await code(world, "PasswordReset")
        expect(try await call(world, "SetPassword", withCode), .ok)
        var withCurrent = set
        withCurrent["currentPassword"] = "An0ther-P4ssword"
        expect(try await call(world, "SetPassword", withCurrent), .badRequest, containing: "COMMAND-Aesh5")
        let update: JSONObject = [
            "userId": Self.human,
            "human": ["password": ["password": password, "currentPassword": "An0ther-P4ssword"]],
        ]
        expect(try await call(world, "UpdateUser", update), .badRequest, containing: "COMMAND-Aesh5")
    }

    @Test func `metadata of the greatest size comes back as it went in`() async throws {
        let world = try await WalkWorld.shared().copy()
        let bytes = (0..<500_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let entries: JSONValue = .array(
            (0..<4).map { ["key": .string("big-\($0)"), "value": .string(Base64.encode(bytes))] })
        expect(try await call(world, "SetUserMetadata", ["userId": Self.human, "metadata": entries]), .ok)
        let listed = try await call(world, "ListUserMetadata", ["userId": Self.human])
        let values = try listed.json["metadata"]?.arrayValue?.compactMap { $0["value"]?.stringValue } ?? []
        #expect(values == Array(repeating: Base64.encode(bytes), count: 4))
    }

    @Test func `the zero time is never`() async throws {
        let world = try await WalkWorld.shared().copy()
        let zero: JSONObject = ["userId": "target-of-a", "expirationDate": "0001-01-01T00:00:00Z"]
        for (method, list) in [("AddKey", "ListKeys"), ("AddPersonalAccessToken", "ListPersonalAccessTokens")] {
            var message = zero
            if method == "AddKey" { message["publicKey"] = "$publicKey" }
            expect(try await call(world, method, message), .ok)
            let listed = try await call(
                world, list, ["filters": [["userIdFilter": ["id": "target-of-a"]]], "pagination": ["limit": 1]])
            #expect(try listed.json["result"]?[0]?["expirationDate"] == "9999-12-31T23:59:59Z")
        }
    }
}
