internal import Platform
internal import TestSupport

@testable internal import OAuth

/// Every place of the claims matrix under every two switches that are off, and under each that is on alone.
struct ClaimsWorld: Sendable {
    struct Answers: Sendable {
        let on: Set<Switch>
        let userInfo: JSONValue
        let introspection: JSONValue
        let idToken: JSONValue
        let accessToken: JSONValue
        let project: String
    }

    static let shared = Task { try await ClaimsWorld() }

    let answers: [Answers]

    private init() async throws {
        let fixture = try await IssuingFixture(TestServer())
        try await fixture.addMinnie()
        var applications: [Set<Switch>: TestServer.TestApplication] = [:]
        var callers: [String: TestServer.TestApplication] = [:]
        var answers: [Answers] = []
        for on in Self.combinations {
            let settings = on.intersection([
                .projectAsserts, .userInfoInIDToken, .rolesInIDToken, .rolesInAccessToken,
            ])
            if applications[settings] == nil {
                let application = try await fixture.addApplication(settings)
                applications[settings] = application
                callers[application.projectID] = try await fixture.server.addAPI("api", project: application.projectID)
            }
            guard let application = applications[settings], let caller = callers[application.projectID] else {
                continue
            }
            answers.append(try await fixture.answers(on, application, caller))
        }
        self.answers = answers
    }

    private static var combinations: [Set<Switch>] {
        let all = Set(Switch.allCases)
        var combinations: [Set<Switch>] = [all, []]
        for (index, one) in Switch.allCases.enumerated() {
            combinations += [[one], all.subtracting([one])]
            combinations += Switch.allCases[(index + 1)...].map { all.subtracting([one, $0]) }
        }
        return combinations
    }
}

extension IssuingFixture {
    /// An application with these settings in a project of its own, in which Minnie is `admin`.
    fileprivate func addApplication(_ settings: Set<Switch>) async throws -> TestServer.TestApplication {
        let name = "p " + settings.map(\.rawValue).sorted().joined(separator: " ")
        let created = try await server.call(
            "zitadel.project.v2.ProjectService/CreateProject",
            [
                "organizationId": .string(server.organizationID), "name": .string(name),
                "projectRoleAssertion": .bool(settings.contains(.projectAsserts)),
            ])
        let project = try server.text(created, "projectId")
        _ = try await server.authorize("minnie", "admin", project: project)
        return try await addApplication(
            "app", project: project,
            [
                "accessTokenType": "OIDC_TOKEN_TYPE_JWT",
                "idTokenUserinfoAssertion": .bool(settings.contains(.userInfoInIDToken)),
                "idTokenRoleAssertion": .bool(settings.contains(.rolesInIDToken)),
                "accessTokenRoleAssertion": .bool(settings.contains(.rolesInAccessToken)),
            ])
    }

    fileprivate func answers(
        _ on: Set<Switch>, _ application: TestServer.TestApplication, _ caller: TestServer.TestApplication
    ) async throws -> ClaimsWorld.Answers {
        let scopes = on.compactMap { scope(of: $0) }.sorted().joined(separator: " ")
        var authorization = try await authorization(for: application, scope: "openid address \(scopes)")
        authorization.contextClass = "1"
        let answer = try await issuer.issue(authorization)
        return ClaimsWorld.Answers(
            on: on, userInfo: try await userInfo(answer), introspection: try await introspection(answer, by: caller),
            idToken: try idToken(answer),
            accessToken: try JWTParts(server.text(.object(answer), "access_token")).claims,
            project: application.projectID)
    }

    private func scope(of one: Switch) -> String? {
        switch one {
        case .profile, .email, .phone: one.rawValue
        case .metadata: "urn:zitadel:iam:user:metadata"
        case .resourceOwner: "urn:zitadel:iam:user:resourceowner"
        case .organization: "urn:zitadel:iam:org:id:\(server.organizationID)"
        case .primaryDomain: "urn:zitadel:iam:org:domain:primary:zitadel.localhost"
        case .roleScope: "urn:zitadel:iam:org:project:role:admin"
        case .projectAsserts, .userInfoInIDToken, .rolesInIDToken, .rolesInAccessToken: nil
        }
    }
}
