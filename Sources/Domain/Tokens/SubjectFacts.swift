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

    package func facts(of user: User.ID, _ request: FactsRequest) async throws(DomainError) -> SubjectFacts {
        try await database.read(Self.lookup(of: .user(user), request))
    }

    static func lookup(of owner: TokenOwner, _ request: FactsRequest) -> Lookup<SubjectFacts> {
        var roles = Lookup<[RoleAssignment]>(answer: [])
        for (index, project) in request.projects.enumerated() {
            let next = Lookup.roleAssignments(of: owner, in: project)
            roles = index == 0 ? next : roles.and(next).map { $0 + $1 }
        }
        guard request.includesMetadata else { return roles.map { SubjectFacts(metadata: [], roles: $0) } }
        return Lookup.metadata(of: owner).and(roles).map { SubjectFacts(metadata: $0, roles: $1) }
    }
}
