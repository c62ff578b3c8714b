internal import Domain
internal import Model
internal import Platform

extension APIMethod {
    static func createProjectGrant(_ projects: Projects) -> APIMethod {
        APIMethod(
            "zitadel.project.v2.ProjectService/CreateProjectGrant", access: .object(.projectGrantWrite),
            .createProjectGrant
        ) {
            (request, call) async throws(DomainError) in
            let (project, organization) = try request.projectGrant()
            let grant = try await projects.grant(
                try request.strings("roleKeys", .between(1, 200)), of: project, to: organization, by: call.caller)
            return .message { $0.set("creationDate", grant.createdAt) }
        }
    }

    static func updateProjectGrant(_ projects: Projects) -> APIMethod {
        APIMethod(
            "zitadel.project.v2.ProjectService/UpdateProjectGrant", access: .object(.projectGrantWrite),
            .updateProjectGrant
        ) {
            (request, call) async throws(DomainError) in
            let (project, organization) = try request.projectGrant()
            let changedAt = try await projects.updateGrant(
                try request.strings("roleKeys", .between(1, 200)), of: project, to: organization, by: call.caller)
            return .message { $0.set("changeDate", changedAt) }
        }
    }

    static func deleteProjectGrant(_ projects: Projects) -> APIMethod {
        APIMethod(
            "zitadel.project.v2.ProjectService/DeleteProjectGrant", access: .object(.projectGrantDelete),
            .deleteProjectGrant
        ) {
            (request, call) async throws(DomainError) in
            let (project, organization) = try request.projectGrant()
            let deletedAt = try await projects.deleteGrant(of: project, to: organization, by: call.caller)
            return .message { $0.set("deletionDate", deletedAt) }
        }
    }

    static func deactivateProjectGrant(_ projects: Projects) -> APIMethod {
        APIMethod(
            "zitadel.project.v2.ProjectService/DeactivateProjectGrant", access: .object(.projectGrantWrite),
            .deactivateProjectGrant
        ) {
            (request, call) async throws(DomainError) in
            let (project, organization) = try request.projectGrant()
            let changedAt = try await projects.deactivateGrant(of: project, to: organization, by: call.caller)
            return .message { $0.set("changeDate", changedAt) }
        }
    }

    static func activateProjectGrant(_ projects: Projects) -> APIMethod {
        APIMethod(
            "zitadel.project.v2.ProjectService/ActivateProjectGrant", access: .object(.projectGrantWrite),
            .activateProjectGrant
        ) {
            (request, call) async throws(DomainError) in
            let (project, organization) = try request.projectGrant()
            let changedAt = try await projects.activateGrant(of: project, to: organization, by: call.caller)
            return .message { $0.set("changeDate", changedAt) }
        }
    }
}

extension MessageReader {
    /// The two identifiers that name a grant.
    fileprivate func projectGrant() throws(DomainError) -> (project: Project.ID, organization: Organization.ID) {
        (
            Project.ID(try string("projectId", .identifier)),
            Organization.ID(try string("grantedOrganizationId", .identifier))
        )
    }
}
