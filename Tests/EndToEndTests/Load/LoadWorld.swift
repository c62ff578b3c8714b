internal import Foundation
internal import Platform
internal import TestSupport
internal import Testing

/// What a load needs in a store: machine users with secrets, and an application that introspects.
struct LoadWorld: Sendable {
    struct Machine: Sendable {
        let id: String
        let clientID: String
        let secret: String
    }

    static let settings = LifeTests.firstInstance.merging([
        "ALCAZAR_MASTERKEY": String(repeating: "k", count: 32), "ALCAZAR_LOG_LEVEL": "warning",
    ]) { $1 }

    let administratorToken: String
    let organizationID: String
    let machines: [Machine]
    let projectID: String
    /// Of the application: the value of the field.
    let basic: String

    var scope: String { "openid urn:zitadel:iam:org:project:id:\(projectID):aud" }

    /// - Parameter alcazar: running, with the store that it set up itself.
    init(_ alcazar: AlcazarProcess, machines count: Int = 8) async throws {
        let token = try String(contentsOfFile: "\(alcazar.folder)/root.pat", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        administratorToken = token
        func call(_ method: String, _ message: JSONValue) async throws -> JSONValue {
            let answer = try await alcazar.call("zitadel.\(method)", message, token: token)
            try #require(answer.status == 200, "\(method) answered \(String(decoding: answer.body, as: UTF8.self))")
            return try answer.json
        }
        func text(_ value: JSONValue?) throws -> String { try #require(value?.stringValue) }
        let organization = try await call("org.v2.OrganizationService/ListOrganizations", [:])
        organizationID = try text(organization["result"]?[0]?["id"])
        var machines: [Machine] = []
        for number in 0..<count {
            let name = "load-\(number)"
            let user = try await call(
                "user.v2.UserService/CreateUser",
                [
                    "organizationId": .string(organizationID), "username": .string(name),
                    "machine": ["name": .string(name), "accessTokenType": number % 4 == 3 ? Self.jwt : Self.opaque],
                ])
            let secret = try await call("user.v2.UserService/AddSecret", ["userId": .string(text(user["id"]))])
            machines.append(
                Machine(id: try text(user["id"]), clientID: name, secret: try text(secret["clientSecret"])))
        }
        self.machines = machines
        projectID = try text(
            await call(
                "project.v2.ProjectService/CreateProject",
                ["organizationId": .string(organizationID), "name": "load"])["projectId"])
        let application = try await call(
            "application.v2.ApplicationService/CreateApplication",
            [
                "projectId": .string(projectID), "name": "load",
                "apiConfiguration": ["authMethodType": "API_AUTH_METHOD_TYPE_BASIC"],
            ])
        let configuration = application["apiConfiguration"]
        let credentials = try "\(text(configuration?["clientId"])):\(text(configuration?["clientSecret"]))"
        basic = "Basic " + Base64.encode(credentials.utf8)
    }

    private static let jwt: JSONValue = "ACCESS_TOKEN_TYPE_JWT"
    private static let opaque: JSONValue = "ACCESS_TOKEN_TYPE_BEARER"
}

/// The requests of the load, on a thread of their own.
extension KeepAliveClient {
    private static let formType = "application/x-www-form-urlencoded"

    func createUser(_ name: String, _ world: LoadWorld) throws(Failure) -> Answer {
        try send(
            "POST", "/zitadel.user.v2.UserService/CreateUser", authorization: "Bearer \(world.administratorToken)",
            body: """
                {"organizationId":"\(world.organizationID)","username":"\(name)","machine":{"name":"load"}}
                """)
    }

    func setMetadata(_ key: String, _ value: Int, of user: String, _ world: LoadWorld) throws(Failure) -> Answer {
        try send(
            "POST", "/zitadel.user.v2.UserService/SetUserMetadata", authorization: "Bearer \(world.administratorToken)",
            body: """
                {"userId":"\(user)","metadata":[{"key":"\(key)","value":"\(Base64.encode("\(value)".utf8))"}]}
                """)
    }

    func token(_ machine: LoadWorld.Machine, _ world: LoadWorld) throws(Failure) -> Answer {
        let scope = world.scope.replacing(":", with: "%3A").replacing(" ", with: "+")
        return try send(
            "POST", "/oauth/v2/token", type: Self.formType,
            body: "grant_type=client_credentials&\(Self.form(machine))&scope=\(scope)")
    }

    func revoke(_ token: String, by machine: LoadWorld.Machine) throws(Failure) -> Answer {
        try send("POST", "/oauth/v2/revoke", type: Self.formType, body: "token=\(token)&\(Self.form(machine))")
    }

    func introspect(_ token: String, _ world: LoadWorld) throws(Failure) -> Answer {
        try send(
            "POST", "/oauth/v2/introspect", authorization: world.basic, type: Self.formType, body: "token=\(token)")
    }

    private static func form(_ machine: LoadWorld.Machine) -> String {
        "client_id=\(machine.clientID)&client_secret=\(machine.secret)"
    }
}

extension KeepAliveClient.Answer {
    /// What an introspection said; `nil` for another kind of answer.
    var isActive: Bool? {
        guard status == 200, case .object(let object)? = try? JSONValue(parsing: body) else { return nil }
        return object["active"]?.boolValue
    }
}
