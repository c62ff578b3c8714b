package import API
package import HTTP
package import Model
package import Platform
package import Storage

/// The administration API in process: the real router, commands and SQL on a store of its own, with a clock that the
/// test moves. A bearer token here is the caller's user id, so that a test picks its caller; what it may do comes from
/// the administrators in the store.
///
/// The store has two organizations, `acme` and `other`, and a machine user for each role that tests need:
/// `root` (IAM_OWNER), `acme-owner`, `other-owner` (ORG_OWNER), and `nobody` without any role.
package struct TestAPI: Sendable {
    package let clock: TestClock
    package let database: Database
    package let ids: IDGenerator
    package let router: Router
    private let place: StorePlace
    private let checkContract: ContractCheck

    /// - Parameter methods: makes the methods under test from what commands need.
    package init(
        clock: TestClock = TestClock(),
        _ methods: (_ database: Database, _ ids: IDGenerator, _ clock: WallClock) -> [APIMethod]
    ) async throws {
        self.clock = clock
        place = try await StorePlace(.ofService, isForService: true)
        ids = IDGenerator(clock: clock.wallClock)
        database = try Database(place.driver(), ids: ids, log: .none)
        _ = try await database.migrate(at: clock.now)
        let database = database
        try await TestAPI.populate(database, at: clock.now)
        let methods = methods(database, ids, clock.wallClock)
        checkContract = ContractCheck(methods)
        let server = APIServer(
            methods: methods, clock: clock.wallClock, log: .none
        ) { (token, organization) async throws(DomainError) in
            try await TestAPI.caller(token, organization, database)
        }
        router = Router(routes: server.routes) { _, _ in .empty(.notFound) }
    }

    /// Calls a method over Connect.
    package func connect(
        _ method: String, _ message: JSONValue, as user: String = "root", organization: String? = nil
    ) async throws -> TestResponse {
        var fields: HTTPFields = ["Authorization": "Bearer \(user)", "Content-Type": "application/json"]
        if let organization { fields.set("x-zitadel-orgid", organization) }
        return try await send(HTTPRequest(.post, "/\(method)", fields: fields, body: message.utf8))
    }

    /// Calls a method over REST.
    package func rest(
        _ method: HTTPMethod, _ target: String, _ message: JSONValue? = nil, as user: String = "root",
        organization: String? = nil
    ) async throws -> TestResponse {
        var fields: HTTPFields = ["Authorization": "Bearer \(user)"]
        if let organization { fields.set("x-zitadel-orgid", organization) }
        return try await send(HTTPRequest(method, target, fields: fields, body: message?.utf8 ?? []))
    }

    private func send(_ request: HTTPRequest) async throws -> TestResponse {
        let response = try await TestResponse(router.respond(to: request))
        try checkContract(request, response)
        return response
    }

    private static func caller(
        _ user: String, _ organization: String?, _ database: Database
    ) async throws(DomainError) -> Caller {
        try await database.read { (tx) throws(DomainError) in
            let home = Organization.ID(user.hasPrefix("other") ? "other" : "acme")
            return Caller(
                userID: User.ID(user), homeOrganizationID: home,
                organizationID: organization.map { Organization.ID($0) } ?? home,
                memberships: try tx.memberships(of: User.ID(user)))
        }
    }

    private static func populate(_ database: Database, at now: Timestamp) async throws {
        try await database.write { (tx) throws(DomainError) in
            for name in ["acme", "other"] {
                try tx.insert(
                    Organization(
                        id: Organization.ID(name), name: name, primaryDomain: "\(name).localhost", createdAt: now,
                        changedAt: now))
            }
            for (user, resource, role) in [
                ("root", AdministratedResource.instance, Role.iamOwner),
                ("acme-owner", .organization("acme"), .orgOwner), ("other-owner", .organization("other"), .orgOwner),
                ("nobody", .instance, nil as Role?),
            ] as [(String, AdministratedResource, Role?)] {
                try tx.insert(
                    User(
                        id: User.ID(user), organizationID: user.hasPrefix("other") ? "other" : "acme", username: user,
                        kind: .machine(Machine(name: user)), tokensValidFrom: now, createdAt: now, changedAt: now))
                guard let role else { continue }
                try tx.insert(
                    Administrator(
                        userID: User.ID(user), resource: resource, roles: [role], createdAt: now, changedAt: now))
            }
        }
    }
}
