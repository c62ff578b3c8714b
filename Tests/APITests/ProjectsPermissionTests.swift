internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Projects: who may do what")
struct ProjectsPermissionTests {
    static let application: JSONValue = ["applicationId": "a1", "projectId": "p1"]
    static let grant: JSONValue = ["projectId": "p1", "grantedOrganizationId": "other"]
    /// Every method about one object, with a request about something of acme's project `p1`. `$id` is an authorization.
    static let calls: [(method: String, message: JSONValue)] = [
        ("ProjectService/CreateProject", ["organizationId": "acme", "name": "New"]),
        ("ProjectService/UpdateProject", ["projectId": "p1", "name": "New"]),
        ("ProjectService/DeleteProject", ["projectId": "p1"]),
        ("ProjectService/GetProject", ["projectId": "p1"]),
        ("ProjectService/DeactivateProject", ["projectId": "p1"]),
        ("ProjectService/ActivateProject", ["projectId": "p1"]),
        ("ProjectService/AddProjectRole", ["projectId": "p1", "roleKey": "new", "displayName": "New"]),
        ("ProjectService/UpdateProjectRole", ["projectId": "p1", "roleKey": "reader", "displayName": "New"]),
        ("ProjectService/RemoveProjectRole", ["projectId": "p1", "roleKey": "reader"]),
        ("ProjectService/CreateProjectGrant", grant),
        ("ProjectService/UpdateProjectGrant", grant),
        ("ProjectService/DeleteProjectGrant", grant),
        ("ProjectService/DeactivateProjectGrant", grant),
        ("ProjectService/ActivateProjectGrant", grant),
        ("ApplicationService/CreateApplication", ["projectId": "p1", "name": "New", "apiConfiguration": [:]]),
        ("ApplicationService/UpdateApplication", application),
        ("ApplicationService/GetApplication", ["applicationId": "a1"]),
        ("ApplicationService/DeleteApplication", application),
        ("ApplicationService/DeactivateApplication", application),
        ("ApplicationService/ReactivateApplication", application),
        ("ApplicationService/GenerateClientSecret", application),
        ("ApplicationService/CreateApplicationKey", application),
        (
            "AuthorizationService/CreateAuthorization",
            ["userId": "nobody", "projectId": "p1", "organizationId": "acme", "roleKeys": ["reader"]]
        ),
        ("AuthorizationService/UpdateAuthorization", ["id": "$id", "roleKeys": []]),
        ("AuthorizationService/DeleteAuthorization", ["id": "$id"]),
        ("AuthorizationService/DeactivateAuthorization", ["id": "$id"]),
        ("AuthorizationService/ActivateAuthorization", ["id": "$id"]),
    ]

    let fixture: ProjectsFixture
    let authorization: String

    init() async throws {
        fixture = try await ProjectsFixture()
        try await fixture.addProject("p1", roles: ["reader"])
        try await fixture.addProject("p2")
        try await fixture.addApplication("a1", to: "p1")
        authorization = try await fixture.authorize("acme-owner", on: "p1", roles: ["reader"])
    }

    private func call(_ row: (method: String, message: JSONValue), as user: String) async throws -> TestResponse {
        let message = try JSONValue(
            parsing: row.message.text.replacing("$id", with: authorization).utf8)
        return try await fixture.call(row.method, message, as: user)
    }

    @Test(arguments: calls)
    func `a stranger is told of no membership`(method: String, message: JSONValue) async throws {
        for user in ["other-owner", "nobody"] {
            let response = try await call((method, message), as: user)
            #expect(response.status == .notFound, "\(user)")
            #expect(try response.errorID == "AUTHZ-cdgFk", "\(user)")
        }
    }

    @Test(arguments: calls)
    func `an administrator without the permission is refused`(method: String, message: JSONValue) async throws {
        try await fixture.addUser("manager", .orgUserSelfManager, over: .organization("acme"))
        let response = try await call((method, message), as: "manager")
        #expect(response.status == .forbidden)
        #expect(try response.errorID == "AUTH-AWfge")
    }

    @Test(arguments: calls)
    func `who only views changes nothing`(method: String, message: JSONValue) async throws {
        try await fixture.addUser("viewer", .projectOwnerViewer, over: .project("p1"))
        let response = try await call((method, message), as: "viewer")
        let isRead = method.contains("/Get")
        // The permission to create projects is one of the organization.
        let refusal = method.hasSuffix("CreateProject") ? HTTPStatus.notFound : .forbidden
        #expect(response.status == (isRead ? .ok : refusal))
    }

    @Test(arguments: calls)
    func `the owner of another project is a stranger`(method: String, message: JSONValue) async throws {
        try await fixture.addUser("p2-owner", .projectOwner, over: .project("p2"))
        let response = try await call((method, message), as: "p2-owner")
        #expect(response.status == .notFound)
        #expect(try response.errorID == "AUTHZ-cdgFk")
    }

    @Test func `the owner of a project reaches all of it and nothing else`() async throws {
        try await fixture.addUser("p1-owner", .projectOwner, over: .project("p1"))
        let rename = Self.calls.filter { $0.method == "ProjectService/UpdateProject" }
        for row in rename { #expect(try await call(row, as: "p1-owner").status == .ok) }
        try await fixture.reply("ProjectService/CreateProjectGrant", Self.grant, as: "p1-owner")
        try await fixture.reply("ApplicationService/DeleteApplication", Self.application, as: "p1-owner")
        try await fixture.reply(
            "AuthorizationService/CreateAuthorization",
            ["userId": "nobody", "projectId": "p1", "organizationId": "acme", "roleKeys": ["reader"]], as: "p1-owner")
        let projects = try await fixture.reply("ProjectService/ListProjects", as: "p1-owner")
        #expect(projects.each("projects", "projectId") == ["p1"])
        let foreign = try await fixture.call("ProjectService/DeleteProject", ["projectId": "p2"], as: "p1-owner")
        #expect(foreign.status == .notFound)
    }

    @Test func `who may only create projects owns what was created`() async throws {
        try await fixture.addUser("creator", .orgProjectCreator, over: .organization("acme"))
        let created = try await fixture.reply(
            "ProjectService/CreateProject", ["organizationId": "acme", "name": "Mine"], as: "creator")
        let id = try #require(created["projectId"])
        try await fixture.reply(
            "ProjectService/AddProjectRole", ["projectId": id, "roleKey": "x", "displayName": "X"], as: "creator")
        let projects = try await fixture.reply("ProjectService/ListProjects", as: "creator")
        #expect(projects["projects"]?.arrayValue?.map { $0["projectId"] } == [id])
        let foreign = try await fixture.call("ProjectService/GetProject", ["projectId": "p1"], as: "creator")
        #expect(foreign.status == .forbidden)
    }

    @Test func `a receiver cannot change the grant that it holds`() async throws {
        try await fixture.addGrant(of: "p1", roles: [])
        let grantID = try await fixture.grantID(of: "p1")
        try await fixture.addUser("grant-owner", in: "other", .projectGrantOwner, over: .projectGrant(grantID))
        for user in ["other-owner", "grant-owner"] {
            for row in Self.calls where row.method.hasSuffix("ProjectGrant") {
                let response = try await call(row, as: user)
                #expect(response.status == .notFound, "\(user) \(row.method)")
            }
        }
    }

    @Test func `the owner of a grant authorizes users under it only`() async throws {
        try await fixture.addGrant(of: "p1", roles: ["reader"])
        try await fixture.addUser(
            "grant-owner", in: "other", .projectGrantOwner, over: .projectGrant(try await fixture.grantID(of: "p1")))
        let own = try await fixture.call(
            "AuthorizationService/CreateAuthorization",
            ["userId": "nobody", "projectId": "p1", "organizationId": "other", "roleKeys": ["reader"]],
            as: "grant-owner")
        #expect(own.status == .ok)
        let foreign = try await fixture.call(
            "AuthorizationService/CreateAuthorization",
            ["userId": "nobody", "projectId": "p1", "organizationId": "acme", "roleKeys": ["reader"]],
            as: "grant-owner")
        #expect(foreign.status == .notFound)
        let list = try await fixture.reply("AuthorizationService/ListAuthorizations", as: "grant-owner")
        #expect(list["pagination"]?["totalResult"] == "1")
        let projects = try await fixture.reply("ProjectService/ListProjects", as: "grant-owner")
        #expect(projects.each("projects", "grantedOrganizationId") == ["other"])
    }

    @Test(arguments: ["organizationId", "projectId", "userId"])
    func `a stranger learns nothing of what exists by authorizing`(member: String) async throws {
        var message: JSONObject = ["userId": "nobody", "projectId": "p1", "organizationId": "acme"]
        message[member] = "unknown"
        let response = try await fixture.call(
            "AuthorizationService/CreateAuthorization", .object(message), as: "other-owner")
        #expect(response.status == .notFound)
        #expect(try response.errorID == "AUTHZ-cdgFk")
    }

    @Test(
        arguments: [
            "GetApplicationKey", "DeleteApplicationKey",
        ])
    func `a key is reached by administrators of its project only`(method: String) async throws {
        try await fixture.addApplication("a2", to: "p1", ["authMethodType": 1])
        let created = try await fixture.reply(
            "ApplicationService/CreateApplicationKey", ["applicationId": "a2", "projectId": "p1"])
        let message: JSONValue = ["keyId": try #require(created["keyId"]), "applicationId": "a2", "projectId": "p1"]
        for user in ["other-owner", "nobody"] {
            #expect(try await fixture.call("ApplicationService/\(method)", message, as: user).status == .notFound)
        }
        #expect(try await fixture.call("ApplicationService/\(method)", message, as: "acme-owner").status == .ok)
    }
}
