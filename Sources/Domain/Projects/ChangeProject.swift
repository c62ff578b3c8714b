package import Model
package import Platform
internal import Storage

extension Projects {
    /// Changes the given settings. What is the same already changes nothing.
    /// - Returns: when the project changed last.
    package func update(
        _ id: Project.ID, _ change: ProjectChange, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        let name = change.name
        if let name { _ = try Self.validName(name) }
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            guard let old = try tx.project(id) else { throw .projectNotFound("COMMAND-3M9sd") }
            try caller.require(.projectWrite, in: old.organizationID, project: id)
            var new = change.applied(to: old)
            new.name = new.name.trimmed
            guard new != old else { return old.changedAt }
            new.changedAt = now
            try tx.update(new)
            try tx.record("project.changed", of: new, by: caller, at: now, ["name": .string(new.name)])
            return now
        }
    }

    /// The project gives no roles and its applications no tokens any more. Doing it again changes nothing.
    /// - Returns: when the project changed last.
    package func deactivate(_ id: Project.ID, by caller: Caller) async throws(DomainError) -> Timestamp {
        try await setState(.inactive, of: id, by: caller, event: "project.deactivated", notFound: "COMMAND-112M9")
    }

    /// - Returns: when the project changed last.
    package func activate(_ id: Project.ID, by caller: Caller) async throws(DomainError) -> Timestamp {
        try await setState(.active, of: id, by: caller, event: "project.reactivated", notFound: "COMMAND-3M9sd")
    }

    /// Removes a project with everything in it and everything given for it.
    /// - Returns: the moment, or `nil` for an unknown project.
    package func delete(_ id: Project.ID, by caller: Caller) async throws(DomainError) -> Timestamp? {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            guard let project = try tx.project(id) else { return nil }
            try caller.require(.projectDelete, in: project.organizationID, project: id)
            try tx.delete(id)
            try tx.record("project.removed", of: project, by: caller, at: now, ["name": .string(project.name)])
            return now
        }
    }

    private func setState(
        _ state: Project.State, of id: Project.ID, by caller: Caller, event: String, notFound: String
    ) async throws(DomainError) -> Timestamp {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            guard let project = try tx.project(id) else { throw .projectNotFound(notFound) }
            try caller.require(.projectWrite, in: project.organizationID, project: id)
            guard try tx.setState(state, of: id, at: now) else { return project.changedAt }
            try tx.record(event, of: project, by: caller, at: now)
            return now
        }
    }
}
