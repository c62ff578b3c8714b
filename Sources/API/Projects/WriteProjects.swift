internal import Domain
internal import Model
internal import Platform

extension APIMethod {
    static func createProject(_ projects: Projects) -> APIMethod {
        APIMethod("zitadel.project.v2.ProjectService/CreateProject", access: .object(.projectCreate), .createProject) {
            (request, call) async throws(DomainError) in
            let project = try await projects.create(
                NewProject(
                    id: try request.optionalString("projectId", .identifier).map { Project.ID($0) },
                    organizationID: Organization.ID(try request.string("organizationId", .identifier)),
                    name: try request.string("name", .between(1, 200)),
                    roleAssertion: try request.bool("projectRoleAssertion"),
                    authorizationRequired: try request.bool("authorizationRequired"),
                    accessRequired: try request.bool("projectAccessRequired"),
                    privateLabeling: try request.enumeration(
                        "privateLabelingSetting", as: WirePrivateLabelingSetting.self
                    ).setting),
                by: call.caller)
            return .message {
                $0.set("projectId", project.id)
                $0.set("creationDate", project.createdAt)
            }
        }
    }

    static func updateProject(_ projects: Projects) -> APIMethod {
        APIMethod("zitadel.project.v2.ProjectService/UpdateProject", access: .object(.projectWrite), .updateProject) {
            (request, call) async throws(DomainError) in
            let id = Project.ID(try request.string("projectId", .identifier))
            let change = ProjectChange(
                name: try request.optionalString("name", .between(1, 200)),
                roleAssertion: try request.optionalBool("projectRoleAssertion"),
                authorizationRequired: try request.optionalBool("authorizationRequired"),
                accessRequired: try request.optionalBool("projectAccessRequired"),
                privateLabeling: try request.optionalEnumeration(
                    "privateLabelingSetting", as: WirePrivateLabelingSetting.self
                )?.setting)
            let changedAt = try await projects.update(id, change, by: call.caller)
            return .message { $0.set("changeDate", changedAt) }
        }
    }

    static func deleteProject(_ projects: Projects) -> APIMethod {
        APIMethod("zitadel.project.v2.ProjectService/DeleteProject", access: .object(.projectDelete), .deleteProject) {
            (request, call) async throws(DomainError) in
            let id = Project.ID(try request.string("projectId", .identifier))
            let deletedAt = try await projects.delete(id, by: call.caller)
            return .message { $0.set("deletionDate", deletedAt) }
        }
    }

    static func deactivateProject(_ projects: Projects) -> APIMethod {
        APIMethod(
            "zitadel.project.v2.ProjectService/DeactivateProject", access: .object(.projectWrite), .deactivateProject
        ) {
            (request, call) async throws(DomainError) in
            let id = Project.ID(try request.string("projectId", .identifier))
            let changedAt = try await projects.deactivate(id, by: call.caller)
            return .message { $0.set("changeDate", changedAt) }
        }
    }

    static func activateProject(_ projects: Projects) -> APIMethod {
        APIMethod("zitadel.project.v2.ProjectService/ActivateProject", access: .object(.projectWrite), .activateProject)
        {
            (request, call) async throws(DomainError) in
            // Early revisions of the contract call the field `id`.
            let field = request.has("projectId") ? "projectId" : request.has("id") ? "id" : "projectId"
            let id = Project.ID(try request.string(field, .identifier))
            let changedAt = try await projects.activate(id, by: call.caller)
            return .message { $0.set("changeDate", changedAt) }
        }
    }
}
