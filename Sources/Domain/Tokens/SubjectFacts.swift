package import Model
package import Storage

/// What claims need to know of a subject besides the subject itself.
package struct SubjectFacts: Sendable {
    package let metadata: [Metadata]
    package let roles: [RoleAssignment]

    package init(metadata: [Metadata], roles: [RoleAssignment]) {
        self.metadata = metadata
        self.roles = roles
    }
}

/// Reads the facts that claims need, and only those that are asked for.
package struct Facts: Sendable {
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// - Parameter projects: those whose roles count.
    package func facts(
        of user: User.ID, includingMetadata: Bool, rolesIn projects: [Project.ID]
    ) async throws(DomainError) -> SubjectFacts {
        guard includingMetadata || !projects.isEmpty else { return SubjectFacts(metadata: [], roles: []) }
        return try await database.read { (tx) throws(DomainError) in
            var roles: [RoleAssignment] = []
            for project in projects { roles += try tx.roleAssignments(of: user, in: project) }
            return SubjectFacts(metadata: includingMetadata ? try tx.metadata(of: user) : [], roles: roles)
        }
    }
}
