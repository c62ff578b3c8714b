package import Model
package import Platform
package import Storage

/// Projects: the commands and queries about projects, their roles and their grants.
package struct Projects: Sendable {
    let database: Database
    let ids: IDGenerator
    let clock: WallClock

    package init(database: Database, ids: IDGenerator, clock: WallClock) {
        self.database = database
        self.ids = ids
        self.clock = clock
    }
}

/// A project that is to be made.
package struct NewProject: Sendable {
    package let id: Project.ID?
    package let organizationID: Organization.ID
    package let name: String
    package let roleAssertion: Bool
    package let authorizationRequired: Bool
    package let accessRequired: Bool
    package let privateLabeling: Project.PrivateLabelingSetting

    package init(
        id: Project.ID? = nil, organizationID: Organization.ID, name: String, roleAssertion: Bool = false,
        authorizationRequired: Bool = false, accessRequired: Bool = false,
        privateLabeling: Project.PrivateLabelingSetting = .unspecified
    ) {
        self.id = id
        self.organizationID = organizationID
        self.name = name
        self.roleAssertion = roleAssertion
        self.authorizationRequired = authorizationRequired
        self.accessRequired = accessRequired
        self.privateLabeling = privateLabeling
    }
}

/// New values for some of a project's settings; `nil` leaves one as it is.
package struct ProjectChange: Sendable {
    package let name: String?
    package let roleAssertion: Bool?
    package let authorizationRequired: Bool?
    package let accessRequired: Bool?
    package let privateLabeling: Project.PrivateLabelingSetting?

    package init(
        name: String? = nil, roleAssertion: Bool? = nil, authorizationRequired: Bool? = nil,
        accessRequired: Bool? = nil, privateLabeling: Project.PrivateLabelingSetting? = nil
    ) {
        self.name = name
        self.roleAssertion = roleAssertion
        self.authorizationRequired = authorizationRequired
        self.accessRequired = accessRequired
        self.privateLabeling = privateLabeling
    }

    func applied(to old: Project) -> Project {
        var new = old
        new.name = name ?? old.name
        new.roleAssertion = roleAssertion ?? old.roleAssertion
        new.authorizationRequired = authorizationRequired ?? old.authorizationRequired
        new.accessRequired = accessRequired ?? old.accessRequired
        new.privateLabeling = privateLabeling ?? old.privateLabeling
        return new
    }
}

extension DomainError {
    /// The project that a command is about does not exist.
    static func projectNotFound(_ id: String) -> DomainError {
        DomainError(.notFound, id, "Errors.Project.NotFound")
    }

    /// The project that something is to be added to does not exist.
    static let parentProjectMissing = DomainError(
        .failedPrecondition, "COMMAND-4M0fs", "Errors.Project.NotFound")
}

extension Transaction {
    /// The project that a command changes a part of.
    /// - Throws: `COMMAND-4M0fs` for an unknown project, and what the permission check throws.
    borrowing func parentProject(
        _ id: Project.ID, for permission: Permission, of caller: Caller
    ) throws(DomainError) -> Project {
        guard let project = try project(id) else { throw .parentProjectMissing }
        try caller.require(permission, in: project.organizationID, project: id)
        return project
    }

    /// Writes an event of a project.
    borrowing func record(
        _ type: String, of project: Project, by caller: Caller, at now: Timestamp, _ payload: JSONObject = [:]
    ) throws(DomainError) {
        try record(.project(project.id, project.organizationID, type, payload), by: caller.userID.rawValue, at: now)
    }
}
