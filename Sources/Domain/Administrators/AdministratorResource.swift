internal import Model
internal import Platform
internal import Storage

/// A resource that was found, for a caller who may administer its administrators.
enum ReachedResource: Sendable {
    case instance
    case organization(Organization.ID)
    case project(Project)
    case projectGrant(ProjectGrant, of: Project)

    var resource: AdministratedResource {
        switch self {
        case .instance: .instance
        case .organization(let id): .organization(id)
        case .project(let project): .project(project.id)
        case .projectGrant(let grant, _): .projectGrant(grant.id)
        }
    }
}

extension AdministratorTarget {
    enum Action: Sendable {
        case write, delete
    }

    func permission(for action: Action) -> Permission {
        switch (self, action) {
        case (.instance, .write): .iamMemberWrite
        case (.instance, .delete): .iamMemberDelete
        case (.organization, .write): .orgMemberWrite
        case (.organization, .delete): .orgMemberDelete
        case (.project, .write): .projectMemberWrite
        case (.project, .delete): .projectMemberDelete
        case (.projectGrant, .write): .projectGrantMemberWrite
        case (.projectGrant, .delete): .projectGrantMemberDelete
        }
    }

    /// For somebody who may know that the resource does not exist.
    var missing: DomainError {
        switch self {
        case .instance: .internalFault
        case .organization: .organizationNotFound("ORG-1MRds")
        case .project: DomainError(.notFound, "PROJECT-Gd2hh", "Errors.Project.NotFound")
        case .projectGrant: DomainError(.notFound, "PROJECT-D8JxR", "Errors.Project.Grant.NotFound")
        }
    }
}

extension Transaction {
    /// The resource, when it exists and the caller may do this to its administrators.
    ///
    /// Nobody learns from the answer whether a foreign resource exists: where there is none, the permission is asked for
    /// over the instance.
    /// - Returns: `nil` for an unknown resource.
    borrowing func resource(
        _ target: AdministratorTarget, for action: AdministratorTarget.Action, of caller: Caller
    ) throws(DomainError) -> ReachedResource? {
        let permission = target.permission(for: action)
        switch target {
        case .instance:
            try caller.require(permission)
            return .instance
        case .organization(let id):
            try caller.require(permission, in: id)
            return try organizationExists(id) ? .organization(id) : nil
        case .project(let id):
            guard let project = try project(id) else { return try unknown(permission, caller) }
            try caller.require(permission, in: project.organizationID, project: id)
            return .project(project)
        case .projectGrant(let id, let granted):
            guard let project = try project(id), let grant = try grant(of: id, to: granted) else {
                return try unknown(permission, caller)
            }
            try caller.require(
                permission, in: project.organizationID, project: id, grant: grant.id, granted: granted)
            return .projectGrant(grant, of: project)
        }
    }

    private borrowing func unknown(
        _ permission: Permission, _ caller: Caller
    ) throws(DomainError) -> ReachedResource? {
        try caller.require(permission)
        return nil
    }

    /// Writes what happened to an administrator into the history of the resource.
    borrowing func record(
        _ change: String, _ administrator: Administrator, of resource: ReachedResource, by caller: Caller,
        at now: Timestamp
    ) throws(DomainError) {
        let payload = administrator.payload
        switch resource {
        case .instance:
            try record(
                AuditEvent(
                    .instance, instanceID(), organization: nil, "instance.member.\(change)", payload: payload),
                by: caller.userID.rawValue, at: now)
        case .organization(let id):
            try record("org.member.\(change)", of: id, by: caller.userID, at: now, payload: payload)
        case .project(let project):
            try record("project.member.\(change)", of: project, by: caller, at: now, payload)
        case .projectGrant(let grant, let project):
            var payload = payload
            payload["grantId"] = .string(grant.id.rawValue)
            try record("project.grant.member.\(change)", of: project, by: caller, at: now, payload)
        }
    }
}
