/// Whom a question is about: a user, or the owner of a personal access token, whoever that is.
package enum TokenOwner: Sendable, Hashable {
    case user(User.ID)
    case personalAccessToken(PersonalAccessToken.ID)
}

/// The project whose roles a question is about: a known one, or that of an application.
package enum RoleProject: Sendable, Hashable {
    case project(Project.ID)
    case ofClient(String)
    /// Only when the project asserts its roles without being asked.
    case asserting(Project.ID)
}

/// Which facts about a subject claims need.
package struct FactsRequest: Sendable, Hashable {
    package let includesMetadata: Bool
    /// Those whose roles count.
    package let projects: [RoleProject]

    package init(includesMetadata: Bool, projects: [RoleProject]) {
        self.includesMetadata = includesMetadata
        self.projects = projects
    }
}
