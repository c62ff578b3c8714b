internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("UserService: links to accounts at identity providers")
struct IdentityProviderLinksTests {
    typealias Fixture = IdentityProvidersFixture

    let fixture: Fixture
    let shared: String
    let own: String

    init() async throws {
        fixture = try await Fixture()
        shared = try await fixture.add("generic_oidc", Fixture.openID(["name": "Shared"]), as: "root")
        own = try await fixture.add()
    }

    @Test func `an account is linked, listed and unlinked, over Connect`() async throws {
        let linked = try await fixture.link("minnie", own)
        #expect(linked.status == .ok, "\(linked.text)")
        #expect(try linked.json["details"]?["resourceOwner"] == "acme")
        let list = try await fixture.call("ListIDPLinks", ["userId": "minnie"])
        let expected: JSONValue = [["idpId": .string(own), "userId": "ext-1", "userName": "ext@corp.example"]]
        #expect(try list.json["result"] == expected)
        #expect(try list.json["details"]?["totalResult"] == "1")
        let removed = try await fixture.call(
            "RemoveIDPLink", ["userId": "minnie", "idpId": .string(own), "linkedUserId": "ext-1"])
        #expect(try removed.json["details"]?["sequence"] == "2")
        #expect(try await fixture.links(of: "minnie") == [])
        #expect(
            try await fixture.history("minnie") == [
                "user.human.externalidp.added", "user.human.externalidp.removed",
            ])
    }

    @Test func `an account is linked, listed and unlinked, over REST`() async throws {
        let link: JSONValue = ["idpLink": ["idpId": .string(shared), "userId": "a b", "userName": "n"]]
        let linked = try await fixture.api.rest(.post, "/v2/users/minnie/links", link, as: "acme-owner")
        #expect(linked.status == .ok, "\(linked.text)")
        let list = try await fixture.api.rest(.post, "/v2/users/minnie/links/_search", [:], as: "acme-owner")
        #expect(try list.json["result"]?.arrayValue?.first?["userId"] == "a b")
        let path = "/v2/users/minnie/links/\(shared)/a%20b"
        #expect(try await fixture.api.rest(.delete, path, as: "acme-owner").status == .ok)
        try await fixture.api.rest(.delete, path, as: "acme-owner").expect(.notFound, "COMMAND-1M9xR")
    }

    @Test func `nobody takes an account by merely saying that it is theirs`() async throws {
        try await fixture.link("minnie", own, as: "minnie").expect(.notFound, "AUTHZ-cdgFk")
        #expect(try await fixture.links(of: "minnie").isEmpty)
    }

    @Test func `people unlink their own accounts, and see them`() async throws {
        #expect(try await fixture.link("minnie", own).status == .ok)
        #expect(try await fixture.call("ListIDPLinks", ["userId": "minnie"], as: "minnie").json["result"] != nil)
        // They keep another way in.
        _ = try await fixture.link("minnie", shared)
        _ = try await fixture.send(.post, "policies/login/idps", ["idpId": .string(shared)], as: "root")
        let removed = try await fixture.call(
            "RemoveIDPLink", ["userId": "minnie", "idpId": .string(own), "linkedUserId": "ext-1"], as: "minnie")
        #expect(removed.status == .ok)
    }

    @Test(arguments: [("nobody", "AUTHZ-cdgFk"), ("other-owner", "AUTHZ-cdgFk"), ("daisy", "AUTHZ-cdgFk")])
    func `nobody else does`(caller: String, id: String) async throws {
        _ = try await fixture.link("minnie", own)
        try await fixture.link("minnie", shared, as: caller).expect(.notFound, id)
        try await fixture.call("ListIDPLinks", ["userId": "minnie"], as: caller).expect(.notFound, id)
        try await fixture.call(
            "RemoveIDPLink", ["userId": "minnie", "idpId": .string(own), "linkedUserId": "ext-1"], as: caller
        ).expect(.notFound, id)
        #expect(try await fixture.links(of: "minnie") == ["ext-1"])
    }

    @Test func `an external account belongs to one user, whoever asks`() async throws {
        _ = try await fixture.link("minnie", shared)
        for user in ["minnie", "daisy", "mickey"] {
            try await fixture.link(user, shared).expect(.conflict, "External IDP already taken (V3-DKcYh)")
        }
        // The same account at another provider is another one.
        #expect(try await fixture.link("daisy", own).status == .ok)
        #expect(try await fixture.link("minnie", shared, "EXT-1").status == .ok)
        #expect(try await fixture.links(of: "minnie").sorted() == ["EXT-1", "ext-1"])
        _ = try await fixture.call(
            "RemoveIDPLink", ["userId": "minnie", "idpId": .string(shared), "linkedUserId": "ext-1"])
        #expect(try await fixture.link("mickey", shared).status == .ok)
    }

    @Test func `of many who link one account at once exactly one gets it`() async throws {
        let users = ["minnie", "daisy", "mickey", "minnie", "daisy", "mickey"]
        let statuses = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for user in users { group.addTask { try await fixture.link(user, shared).status } }
            return try await group.reduce(into: [HTTPStatus]()) { $0.append($1) }
        }
        #expect(statuses.count { $0 == .ok } == 1)
        #expect(statuses.count { $0 == .conflict } == users.count - 1)
        var links: [String] = []
        for user in ["minnie", "daisy", "mickey"] { links += try await fixture.links(of: user) }
        #expect(links == ["ext-1"])
    }

    @Test func `a link to what is not there is refused`() async throws {
        let refusal = "Identity Provider Configuration doesn't exist (COMMAND-39nf2)"
        try await fixture.link("minnie", "gone").expect(.badRequest, refusal)
        // A provider of another organization is none.
        try await fixture.link("mickey", own).expect(.badRequest, refusal)
        for user in ["gone", "robot"] {
            try await fixture.link(user, own).expect(.badRequest, "User could not be found (COMMAND-vzktar7b7f)")
        }
        for (user, provider, account) in [("gone", own, "x"), ("minnie", "gone", "x"), ("minnie", own, "x")] {
            let message: JSONValue = [
                "userId": .string(user), "idpId": .string(provider), "linkedUserId": .string(account),
            ]
            try await fixture.call("RemoveIDPLink", message, as: "root").expect(.notFound, "COMMAND-1M9xR")
        }
        // Nor does one user unlink another one's.
        _ = try await fixture.link("minnie", own)
        try await fixture.call(
            "RemoveIDPLink", ["userId": "daisy", "idpId": .string(own), "linkedUserId": "ext-1"]
        ).expect(.notFound, "COMMAND-1M9xR")
        #expect(try await fixture.call("ListIDPLinks", ["userId": "gone"], as: "root").json["result"] == nil)
    }

    @Test(
        arguments: [
            ("AddIDPLink", ["userId": ""], "invalid AddIDPLinkRequest.UserId: value length"),
            ("AddIDPLink", ["idpLink": .null], "invalid AddIDPLinkRequest.IdpLink: value is required"),
            ("AddIDPLink", ["idpLink": ["userId": "u", "userName": "n"]], "invalid IDPLink.IdpId: value length"),
            ("AddIDPLink", ["idpLink": ["idpId": "p", "userName": "n"]], "invalid IDPLink.UserId: value length"),
            ("AddIDPLink", ["idpLink": ["idpId": "p", "userId": "u"]], "invalid IDPLink.UserName: value length"),
            (
                "AddIDPLink", ["idpLink": ["idpId": "p", "userId": .string(tooLong), "userName": "n"]],
                "invalid IDPLink.UserId: value length must be between 1 and 200 runes"
            ),
            ("RemoveIDPLink", ["idpId": .string(tooLong)], "invalid RemoveIDPLinkRequest.IdpId: value length"),
            ("RemoveIDPLink", ["linkedUserId": ""], "invalid RemoveIDPLinkRequest.LinkedUserId: value length"),
            ("ListIDPLinks", ["userId": .string(tooLong)], "invalid ListIDPLinksRequest.UserId: value length"),
            ("ListIDPLinks", ["query": ["limit": 1001]], "QUERY-4M0fs"),
        ] as [(String, JSONObject, String)])
    func `a request of the wrong form is refused`(method: String, changes: JSONObject, text: String) async throws {
        var message: JSONObject = ["userId": "minnie", "idpId": "p", "linkedUserId": "u"]
        for member in changes.members { message[member.name] = member.value }
        try await fixture.call(method, .object(message)).expect(.badRequest, text)
    }

    private static let tooLong = String(repeating: "x", count: 201)

    @Test func `links are paged`() async throws {
        for account in ["a", "b", "c"] {
            _ = try await fixture.link("minnie", own, account)
            fixture.api.clock.advance(by: .seconds(1))
        }
        let page = try await fixture.call(
            "ListIDPLinks", ["userId": "minnie", "query": ["offset": 1, "limit": 1, "asc": true]])
        #expect(try page.json["result"]?.arrayValue?.map { $0["userId"] } == ["b"])
        #expect(try page.json["details"]?["totalResult"] == "3")
    }

    @Test func `a link is a way to prove who one is, and who has one is not invited`() async throws {
        func methods() async throws -> JSONValue? {
            try await fixture.call("ListAuthenticationMethodTypes", ["userId": "minnie"]).json["authMethodTypes"]
        }
        #expect(try await methods() == nil)
        _ = try await fixture.link("minnie", own)
        _ = try await fixture.link("minnie", shared)
        #expect(try await methods() == ["AUTHENTICATION_METHOD_TYPE_IDP"])
        for method in ["CreateInviteCode", "ResendInviteCode"] {
            try await fixture.call(method, ["userId": "minnie"]).expect(.badRequest, "COMMAND-EF34g")
        }
    }

    @Test func `what was proven by an account is proven no more without its link`() async throws {
        let remove: @Sendable () async throws -> TestResponse = { [fixture, own] in
            try await fixture.call(
                "RemoveIDPLink", ["userId": "minnie", "idpId": .string(own), "linkedUserId": "ext-1"])
        }
        let removeProvider: @Sendable () async throws -> TestResponse = { [fixture, own] in
            try await fixture.send(.delete, "idps/templates/\(own)")
        }
        for (number, removal) in [remove, removeProvider].enumerated() {
            _ = try await fixture.link("minnie", own)
            let now = fixture.api.clock.now
            var session = Model.Session(
                id: Model.Session.ID(rawValue: "s\(number)"), tokenID: "t", creatorID: "root", agent: UserAgent(),
                createdAt: now, changedAt: now)
            session.userID = "minnie"
            session.factors.intent = now
            session.factors.password = now
            let stored = session
            try await fixture.api.database.write { (tx) throws(DomainError) in try tx.insert(stored) }
            #expect(try await removal().status == .ok)
            let factors = try await fixture.api.database.read(.session(stored.id))?.factors
            #expect(factors?.intent == nil)
            #expect(factors?.password == now)
        }
    }

    @Test func `links go with their user and with their provider`() async throws {
        _ = try await fixture.link("minnie", shared)
        #expect(try await fixture.call("DeleteUser", ["userId": "minnie"]).status == .ok)
        #expect(try await fixture.link("daisy", shared).status == .ok)
        #expect(try await fixture.send(.delete, "idps/templates/\(shared)", as: "root").status == .ok)
        #expect(try await fixture.links(of: "daisy") == [])
        let payload = try await fixture.api.database.read { (tx) throws(DomainError) in
            try tx.first("SELECT payload FROM events WHERE type = 'instance.idp.removed'") {
                (row) throws(DomainError) in try row.object("payload")
            }
        }
        #expect(payload?["links"] == 1)
    }

    private static func human(_ links: JSONValue) -> JSONValue {
        [
            "profile": ["givenName": "D", "familyName": "Duck"],
            "email": ["email": "d@duck.example", "isVerified": true], "idpLinks": links,
        ]
    }

    @Test func `a person is made with accounts elsewhere, by both calls`() async throws {
        let links: JSONValue = [
            ["idpId": .string(own), "userId": "ext-7", "userName": "d@corp.example"],
            ["idpId": .string(shared), "userId": "ext-8", "userName": "d@corp.example"],
        ]
        let created = try await fixture.call(
            "CreateUser", ["organizationId": "acme", "userId": "donald", "human": Self.human(links)])
        #expect(created.status == .ok, "\(created.text)")
        #expect(try await fixture.links(of: "donald").sorted() == ["ext-7", "ext-8"])
        #expect(try await fixture.history("donald").count { $0 == "user.human.externalidp.added" } == 2)
        var older = try #require(Self.human([["idpId": .string(own), "userId": "ext-9", "userName": "n"]]).objectValue)
        older["userId"] = "della"
        older["username"] = "della"
        #expect(try await fixture.call("AddHumanUser", .object(older)).status == .ok)
        #expect(try await fixture.links(of: "della") == ["ext-9"])
    }

    @Test func `nobody is made when an account is taken or its provider is not there`() async throws {
        _ = try await fixture.link("minnie", shared)
        let foreign = try await fixture.add(as: "other-owner")
        for (provider, account, status, id) in [
            (shared, "ext-1", HTTPStatus.conflict, "V3-DKcYh"), ("gone", "x", .badRequest, "COMMAND-39nf2"),
            (foreign, "x", .badRequest, "COMMAND-39nf2"),
        ] {
            let links: JSONValue = [
                ["idpId": .string(own), "userId": "fine", "userName": "n"],
                ["idpId": .string(provider), "userId": .string(account), "userName": "n"],
            ]
            let response = try await fixture.call(
                "CreateUser", ["organizationId": "acme", "userId": "donald", "human": Self.human(links)])
            response.expect(status, id)
            #expect(try await fixture.call("GetUserByID", ["userId": "donald"]).status == .notFound)
        }
        let many = JSONValue.array(
            (0...100).map { ["idpId": .string(own), "userId": .string("\($0)"), "userName": "n"] })
        try await fixture.call("CreateUser", ["organizationId": "acme", "human": Self.human(many)])
            .expect(.badRequest, "no more than 100 item(s)")
    }

    @Test func `of many people with one account at once exactly one is made`() async throws {
        let links: JSONValue = [["idpId": .string(own), "userId": "one", "userName": "n"]]
        let statuses = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for number in 0..<8 {
                group.addTask {
                    try await fixture.call(
                        "CreateUser",
                        [
                            "organizationId": "acme", "username": .string("twin\(number)"),
                            "human": Self.human(links),
                        ]
                    ).status
                }
            }
            return try await group.reduce(into: [HTTPStatus]()) { $0.append($1) }
        }
        #expect(statuses.count { $0 == .ok } == 1)
        #expect(statuses.count { $0 == .conflict } == 7)
    }
}
