internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("UserService: the two wires")
struct ContractWireTests {
    private static let service = "/zitadel.user.v2.UserService"

    private func send(
        _ method: HTTPMethod, _ path: String, query: String? = nil, _ body: String = "",
        type: String? = "application/json", encodings: [String] = [], on server: TestServer? = nil
    ) async throws -> TestResponse {
        let world = try await WalkWorld.shared()
        var fields: HTTPFields = ["Authorization": "Bearer \(try world.token(.root))"]
        if let type { fields.set("Content-Type", type) }
        for encoding in encodings { fields.append("Content-Encoding", encoding) }
        return try await (server ?? world.server).send(
            HTTPRequest(method, path: path, query: query, fields: fields, body: Array(body.utf8)))
    }

    @Test(arguments: Contract.all.filter { !$0.isOlder })
    func `Connect takes POST only, and bodies of JSON that are not empty`(contract: Contract) async throws {
        let path = "\(Self.service)/\(contract.name)"
        for method in [HTTPMethod.get, .put, .patch, .delete] {
            let response = try await send(method, path, "{}")
            #expect(response.status == .methodNotAllowed)
            #expect(response.fields["Allow"]?.contains("POST") == true)
        }
        for type in [
            nil, "", "text/plain", "application/proto", "application/json; charset=latin1", "application/jsonp",
        ] {
            #expect(
                try await send(.post, path, "{}", type: type).status == .unsupportedMediaType, "\(type ?? "no type")")
        }
        for body in [
            "", " ", "{", "[]", "null", "\"x\"", "{}{}", #"{"userId":"a","userId":"b"}"#,
            #"{"userId":"a","user_id":"b"}"#,
        ] {
            let response = try await send(.post, path, body)
            #expect(response.status == .badRequest, "\(body)")
            #expect(try response.json["code"] == "invalid_argument")
            #expect(try response.json["details"] == nil)
        }
        #expect(try await send(.post, path).text.contains("zero-length payload is not a valid JSON object"))
    }

    @Test(arguments: ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"])
    func `Connect takes the ways to say JSON`(type: String) async throws {
        #expect(try await send(.post, "\(Self.service)/ListUsers", "{}", type: type).status == .ok)
    }

    @Test(arguments: [["gzip"], ["br"], ["identity", "gzip"], ["identity, gzip"], [""]])
    func `content that is encoded is refused, and told what is taken`(encodings: [String]) async throws {
        let connect = try await send(.post, "\(Self.service)/ListUsers", "{}", encodings: encodings)
        #expect(connect.status == .notImplemented)
        #expect(try connect.json["code"] == "unimplemented")
        #expect(connect.fields["Accept-Encoding"] == "identity")
        let rest = try await send(.post, "/v2/users", "{}", encodings: encodings)
        #expect(rest.status == .unsupportedMediaType)
        #expect(rest.fields["Accept-Encoding"] == "identity")
    }

    @Test(arguments: [["identity"], ["Identity"]])
    func `content that is said to be as it is is read`(encodings: [String]) async throws {
        #expect(try await send(.post, "\(Self.service)/ListUsers", "{}", encodings: encodings).status == .ok)
        #expect(try await send(.post, "/v2/users", "{}", encodings: encodings).status == .ok)
    }

    @Test func `no method and no path but those of the contract is there`() async throws {
        for name in ["GetUser", "getUserByID", "GetUserById", "AddOtpSms", "ListUsers/", ""] {
            #expect(try await send(.post, "\(Self.service)/\(name)", "{}").status == .notFound, "\(name)")
        }
        let missing = try await send(.get, "/v2/nothing")
        #expect(missing.status == .notFound)
        #expect(try missing.json == ["code": 5, "message": "Not Found"])
        let wrong = try await send(.delete, "/v2/users")
        #expect(wrong.status == .methodNotAllowed)
        #expect(try wrong.json == ["code": 12, "message": "Method Not Allowed"])
        #expect(wrong.fields["Allow"]?.contains("POST") == true)
    }

    @Test func `REST reads any body as JSON, an empty one as the empty message`() async throws {
        for type in [nil, "text/plain", "application/x-www-form-urlencoded"] {
            #expect(try await send(.post, "/v2/users", #"{"query":{"limit":1}}"#, type: type).status == .ok)
        }
        #expect(try await send(.post, "/v2/users").status == .ok)
        let deactivated = try await send(
            .post, "/v2/users/target-of-a/deactivate", on: try await WalkWorld.shared().copy().server)
        #expect(deactivated.status == .ok)
    }

    @Test func `a path's parameter beats the member of the same name`() async throws {
        let body = #"{"userId":"human-of-a","user_id":"human-of-a","returnCode":{}}"#
        let response = try await send(
            .post, "/v2/users/target-of-a/email/send", body, on: try await WalkWorld.shared().copy().server)
        // A machine user, which has no address.
        #expect(response.status == .notFound)
        #expect(try response.errorID == "COMMAND-ieJ2e")
    }

    @Test func `without a declared body the message is the query, under either name`() async throws {
        let world = try await WalkWorld.shared().copy()
        let ignored = try await send(
            .delete, "/v2/users/target-of-a/metadata", #"{"keys":["color"]}"#, on: world.server)
        #expect(try ignored.errorID == "META-9mm2d")
        let path = "/v2/users/human-of-a/authentication_factors/_search"
        for query in [
            "auth_factors=OTP&states=AUTH_FACTOR_STATE_NOT_READY", "authFactors=OTP&authFactors=OTP&states=1",
        ] {
            let factors = try await send(.post, path, query: query, #"{"authFactors":["U2F"]}"#, on: world.server)
            #expect(try factors.json == ["result": [["state": "AUTH_FACTOR_STATE_NOT_READY", "otp": [:]]]])
        }
        for query in ["domainQuery.domain=localhost", "domain_query.domain=localhost"] {
            let methods = try await send(
                .get, "/v2/users/human-of-a/authentication_methods", query: query, on: world.server)
            #expect(methods.text.contains("AUTHENTICATION_METHOD_TYPE_PASSKEY"))
        }
        let elsewhere = try await send(
            .get, "/v2/users/human-of-a/authentication_methods", query: "domainQuery.domain=elsewhere.example",
            on: world.server)
        #expect(!elsewhere.text.contains("AUTHENTICATION_METHOD_TYPE_PASSKEY"))
        let removed = try await send(
            .delete, "/v2/users/target-of-a/metadata", query: "keys=color&keys=color", on: world.server)
        #expect(removed.status == .ok, "\(removed.text)")
    }

    @Test(arguments: [
        ("1", true), ("t", true), ("True", true), ("TRUE", true), ("0", true), ("F", true), ("False", true),
        ("yes", false), ("tRUE", false), ("", false), ("2", false),
    ])
    func `a boolean of a query is spelt as gateways read it`(text: String, isRead: Bool) async throws {
        let response = try await send(
            .get, "/v2/users/human-of-a/authentication_methods",
            query: "domainQuery.domain=localhost&domainQuery.includeWithoutDomain=\(text)")
        #expect(response.status == (isRead ? .ok : .badRequest), "\(response.text)")
        let body = #"{"userId":"human-of-a","domainQuery":{"domain":"localhost","includeWithoutDomain":"\#(text)"}}"#
        let connect = try await send(.post, "\(Self.service)/ListAuthenticationMethodTypes", body)
        #expect(connect.status == .badRequest)
    }

    @Test(
        arguments: [
            #"{"user_id":"target-of-a","expiration_date":"2030-01-01T00:00:00Z"}"#,
            #"{"userId":"target-of-a","expirationDate":"2030-01-01T01:00:00+01:00"}"#,
            #"{"userId":"target-of-a","expirationDate":"2030-01-01T00:00:00.000000000Z","publicKey":null}"#,
            #"{"userId":"target-of-a","expirationDate":"2030-01-01T00:00:00Z","unknown":{"x":[1]},"id":7}"#,
        ])
    func `names, times, nulls and what is unknown are read as protobuf's JSON says`(body: String) async throws {
        let world = try await WalkWorld.shared().copy()
        let added = try await send(.post, "\(Self.service)/AddPersonalAccessToken", body, on: world.server)
        #expect(added.status == .ok, "\(added.text)")
        let id = try #require(try added.json["tokenId"]?.stringValue)
        let listed = try await send(
            .post, "/v2/users/pats/search", #"{"filters":[{"token_id_filter":{"id":"\#(id)"}}]}"#, on: world.server)
        #expect(try listed.json["result"]?[0]?["expirationDate"] == "2030-01-01T00:00:00Z")
    }

    @Test(arguments: ["2030-01-01T00:00:00", "2030-01-01", "", "1893456000", "2030-13-01T00:00:00Z"])
    func `a time without its zone is no time`(text: String) async throws {
        let body = #"{"userId":"target-of-a","expirationDate":"\#(text)"}"#
        #expect(try await send(.post, "\(Self.service)/AddPersonalAccessToken", body).status == .badRequest)
    }

    @Test(arguments: ["+/+/", "-_-_", "+/+/AA==", "-_-_AA"])
    func `bytes come in either alphabet, with and without padding, and leave in the first`(text: String) async throws {
        let world = try await WalkWorld.shared().copy()
        let path = "/v2/users/target-of-a/metadata"
        let body = #"{"metadata":[{"key":"odd","value":"\#(text)"}]}"#
        #expect(try await send(.post, path, body, on: world.server).status == .ok)
        let listed = try await send(
            .post, "\(path)/search", #"{"filters":[{"keyFilter":{"key":"odd"}}]}"#, on: world.server)
        #expect(
            try listed.json["metadata"]?[0]?["value"]
                == (text.hasSuffix("_") || text.hasSuffix("/") ? "+/+/" : "+/+/AA=="))
    }

    @Test(
        arguments: [
            (#"{"queries":[{"typeQuery":{"type":"TYPE_HUMAN"}}],"query":{"limit":"5","offset":"0"}}"#, HTTPStatus.ok),
            (#"{"queries":[{"typeQuery":{"type":1}}],"query":{"limit":5,"offset":0}}"#, .ok),
            (#"{"queries":[{"type_query":{"type":"1"}}],"query":{"limit":5.0}}"#, .ok),
            (#"{"sortingColumn":"USER_FIELD_NAME_SHOE_SIZE"}"#, .ok),
            (#"{"query":{"limit":5.5}}"#, .badRequest), (#"{"query":{"limit":-1}}"#, .badRequest),
            (#"{"query":{"asc":"yes"}}"#, .badRequest), (#"{"query":[]}"#, .badRequest),
            (#"{"queries":{}}"#, .badRequest), (#"{"queries":[null]}"#, .badRequest),
            (#"{"queries":[{"typeQuery":{"type":1},"stateQuery":{"state":1}}]}"#, .badRequest),
        ])
    func `numbers, enums and oneofs are read as protobuf's JSON says`(
        body: String, status: HTTPStatus
    ) async throws {
        for path in ["\(Self.service)/ListUsers", "/v2/users"] {
            #expect(try await send(.post, path, body).status == status, "\(path)")
        }
    }

    @Test(arguments: ["human", "new", "keys", "pats", "users", "machine", "_search"])
    func `a user may be called like a part of a path`(name: String) async throws {
        let server = try await WalkWorld.shared().copy().server
        let body = #"{"organizationId":"org-of-a","userId":"\#(name)","machine":{"name":"x"}}"#
        #expect(try await send(.post, "/v2/users/new", body, on: server).status == .ok)
        let path = "/v2/users/\(name)"
        #expect(try await send(.get, path, on: server).status == .ok)
        #expect(try await send(.patch, path, #"{"machine":{"name":"y"}}"#, on: server).status == .ok)
        #expect(try await send(.post, "\(path)/secret", on: server).status == .ok)
        #expect(try await send(.post, "\(path)/metadata/search", on: server).status == .ok)
        #expect(try await send(.delete, path, on: server).status == .ok)
    }

    @Test(
        arguments: [
            ("SendEmailCode", [:]), ("ResendEmailCode", [:]), ("ResendPhoneCode", [:]), ("PasswordReset", [:]),
            ("CreateInviteCode", [:]), ("CreatePasskeyRegistrationLink", [:]),
            ("SetEmail", ["email": "new@a.example"]), ("SetPhone", ["phone": "+41799876543"]),
        ] as [(String, JSONObject)])
    func `a choice without members is an object all the same, and there is one of it`(
        method: String, members: JSONObject
    ) async throws {
        var message = members
        message["userId"] = "human-of-a"
        for value: JSONValue in [true, 1, "", []] {
            message["returnCode"] = value
            expect(try await send(.post, "\(Self.service)/\(method)", JSONValue.object(message).text), .badRequest)
        }
        message["returnCode"] = [:]
        message[["PasswordReset", "CreatePasskeyRegistrationLink"].contains(method) ? "sendLink" : "sendCode"] = [:]
        expect(
            try await send(.post, "\(Self.service)/\(method)", JSONValue.object(message).text), .badRequest,
            containing: "oneof")
    }
}
