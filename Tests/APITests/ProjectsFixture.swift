internal import API
internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

/// The project, application and authorization services on one store.
struct ProjectsFixture {
    let api: TestAPI

    init() async throws {
        api = try await TestAPI { database, ids, clock in
            APIMethod.projectService(Projects(database: database, ids: ids, clock: clock))
                + APIMethod.applicationService(Applications(database: database, ids: ids, clock: clock))
                + APIMethod.authorizationService(Authorizations(database: database, ids: ids, clock: clock))
        }
    }

    /// - Parameter method: such as `ProjectService/GetProject`.
    func call(_ method: String, _ message: JSONValue = [:], as user: String = "root") async throws -> TestResponse {
        let package =
            switch method.prefix(while: { $0 != "/" }) {
            case "ProjectService": "project"
            case "ApplicationService": "application"
            default: "authorization"
            }
        return try await api.connect("zitadel.\(package).v2.\(method)", message, as: user)
    }

    /// The reply of a call that succeeds.
    @discardableResult
    func reply(
        _ method: String, _ message: JSONValue = [:], as user: String = "root",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        let response = try await call(method, message, as: user)
        try #require(response.status == .ok, "\(response.text)", sourceLocation: sourceLocation)
        return try response.json
    }

    func addProject(_ id: String, in organization: String = "acme", roles: [String] = []) async throws {
        try await reply(
            "ProjectService/CreateProject",
            ["projectId": .string(id), "organizationId": .string(organization), "name": .string("Project \(id)")])
        for role in roles {
            try await reply(
                "ProjectService/AddProjectRole",
                ["projectId": .string(id), "roleKey": .string(role), "displayName": .string("Role \(role)")])
        }
    }

    func addGrant(of project: String, to organization: String = "other", roles: [String]) async throws {
        try await reply(
            "ProjectService/CreateProjectGrant",
            [
                "projectId": .string(project), "grantedOrganizationId": .string(organization),
                "roleKeys": .array(roles.map { .string($0) }),
            ])
    }

    /// - Returns: the identifier of the authorization.
    func authorize(
        _ user: String, on project: String, by organization: String = "acme", roles: [String]
    ) async throws -> String {
        let reply = try await reply(
            "AuthorizationService/CreateAuthorization",
            [
                "userId": .string(user), "projectId": .string(project), "organizationId": .string(organization),
                "roleKeys": .array(roles.map { .string($0) }),
            ])
        return try #require(reply["id"]?.stringValue)
    }

    /// - Returns: the reply of the creation.
    @discardableResult
    func addApplication(
        _ id: String, to project: String, _ configuration: JSONValue = ["authMethodType": 0],
        kind: String = "apiConfiguration"
    ) async throws -> JSONValue {
        try await reply(
            "ApplicationService/CreateApplication",
            .object(
                JSONObject(uniqueMembers: [
                    .init(name: "projectId", value: .string(project)),
                    .init(name: "applicationId", value: .string(id)),
                    .init(name: "name", value: .string("Application \(id)")),
                    .init(name: kind, value: configuration),
                ])))
    }

    /// A machine user of an organization, with a role over something if one is given.
    func addUser(
        _ id: String, in organization: String = "acme", _ role: Role? = nil,
        over resource: AdministratedResource = .instance
    ) async throws {
        let now = api.clock.now
        try await api.database.write { (tx) throws(DomainError) in
            try tx.insert(
                User(
                    id: User.ID(id), organizationID: Organization.ID(organization), username: id,
                    kind: .machine(Machine(name: "Machine \(id)")), tokensValidFrom: now, createdAt: now,
                    changedAt: now))
            guard let role else { return }
            try tx.insert(
                Administrator(
                    userID: User.ID(id), resource: resource, roles: [role], createdAt: now, changedAt: now))
        }
    }

    /// The identifier of the grant of a project.
    func grantID(of project: String, to organization: String = "other") async throws -> ProjectGrant.ID {
        let grant = try await api.database.read { (tx) throws(DomainError) in
            try tx.grant(of: Project.ID(project), to: Organization.ID(organization))
        }
        return try #require(grant).id
    }

    /// The keys of the roles that tokens would carry now.
    func effectiveRoles(of user: String, in project: String) async throws -> [String] {
        try await api.database.read(.roleAssignments(of: .user(User.ID(user)), in: .project(Project.ID(project))))
            .map(\.roleKey)
    }
}

extension TestResponse {
    /// The stable reason of an error, from either wire; empty for a fault of the form.
    var errorID: String {
        get throws {
            let detail = try json["details"]?[0]
            return (detail?["debug"]?["id"] ?? detail?["id"])?.stringValue ?? ""
        }
    }

    var message: String {
        get throws { try json["message"]?.stringValue ?? "" }
    }
}

extension JSONValue {
    /// The text of one member in each element of a list.
    func each(_ list: String, _ member: String) -> [String] {
        self[list]?.arrayValue?.compactMap { $0[member]?.stringValue } ?? []
    }
}
