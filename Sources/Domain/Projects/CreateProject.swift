package import Model
internal import Platform
internal import Storage

extension Projects {
    /// Creates an active project. Who may create projects but could not manage this one becomes its owner.
    /// - Throws: `PROJECT-IOVCC` for an empty name, 409 when the organization has a project of that name or the
    ///   identifier is taken, a precondition for an unknown organization.
    package func create(_ new: NewProject, by caller: Caller) async throws(DomainError) -> Project {
        try caller.require(.projectCreate, in: new.organizationID)
        let name = try Self.validName(new.name)
        let now = clock.now()
        let project = Project(
            id: new.id ?? ids.nextID(), organizationID: new.organizationID, name: name,
            roleAssertion: new.roleAssertion, authorizationRequired: new.authorizationRequired,
            accessRequired: new.accessRequired, privateLabeling: new.privateLabeling, createdAt: now, changedAt: now)
        try await database.write { (tx) throws(DomainError) in
            try tx.insert(project)
            try tx.record("project.added", of: project, by: caller, at: now, ["name": .string(name)])
            guard !caller.has(.projectWrite, in: project.organizationID) else { return }
            try tx.insert(
                Administrator(
                    userID: caller.userID, resource: .project(project.id), roles: [.projectOwner], createdAt: now,
                    changedAt: now))
            try tx.record(
                "project.member.added", of: project, by: caller, at: now,
                ["userId": .string(caller.userID.rawValue), "roles": [.string(Role.projectOwner.rawValue)]])
        }
        return project
    }

    static func validName(_ name: String) throws(DomainError) -> String {
        let name = name.trimmed
        guard !name.isEmpty else { throw DomainError(.invalidArgument, "PROJECT-IOVCC", "Errors.Project.Invalid") }
        return name
    }
}
