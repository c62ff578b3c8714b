package import Model
package import Platform
package import Storage

/// Authorizations: who has which roles of a project, and which organization gave them.
package struct Authorizations: Sendable {
    let database: Database
    let ids: IDGenerator
    let clock: WallClock

    package init(database: Database, ids: IDGenerator, clock: WallClock) {
        self.database = database
        self.ids = ids
        self.clock = clock
    }
}

/// An authorization that is to be made.
package struct NewAuthorization: Sendable {
    package let userID: User.ID
    package let projectID: Project.ID
    /// Who gives it: the owner of the project, or a holder of a grant of it.
    package let organizationID: Organization.ID
    package let roleKeys: [String]

    package init(
        userID: User.ID, projectID: Project.ID, organizationID: Organization.ID, roleKeys: [String]
    ) {
        self.userID = userID
        self.projectID = projectID
        self.organizationID = organizationID
        self.roleKeys = roleKeys
    }
}
