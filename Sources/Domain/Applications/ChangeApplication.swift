package import Model
package import Platform
internal import Storage

extension Applications {
    /// Changes the given settings. What is the same already changes nothing.
    /// - Returns: when the application changed last.
    /// - Throws: `COMMAND-2n8uU` for an unknown application, `COMMAND-GBr34` when it is of another kind,
    ///   `COMMAND-5m9fs` for settings that break a rule.
    package func update(
        _ id: Application.ID, in project: Project.ID, _ change: ApplicationChange, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let (old, organization) = try tx.application(
                id, in: project, for: .projectAppWrite, of: caller, notFound: "COMMAND-2n8uU")
            var new = try change.applied(to: old, allowing: allowedHosts)
            guard new != old else { return old.changedAt }
            new.changedAt = now
            try tx.update(new)
            try tx.record(
                .application(id, organization, "application.changed", new.payload), by: caller.userID.rawValue,
                at: now)
            return now
        }
    }

    /// The application gets no tokens any more.
    /// - Throws: `COMMAND-dsh35` when it is inactive already.
    package func deactivate(
        _ id: Application.ID, in project: Project.ID, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        try await setState(
            .inactive, of: id, in: project, by: caller, event: "application.deactivated",
            unchanged: DomainError(.failedPrecondition, "COMMAND-dsh35", "Errors.Project.App.NotActive"))
    }

    /// - Throws: `COMMAND-1n8cM` when the application is active already.
    package func reactivate(
        _ id: Application.ID, in project: Project.ID, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        try await setState(
            .active, of: id, in: project, by: caller, event: "application.reactivated",
            unchanged: DomainError(.failedPrecondition, "COMMAND-1n8cM", "Errors.Project.App.NotInactive"))
    }

    /// Removes an application with its keys.
    package func delete(
        _ id: Application.ID, in project: Project.ID, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let (application, organization) = try tx.application(
                id, in: project, for: .projectAppDelete, of: caller, notFound: "COMMAND-0po9s")
            try tx.delete(id)
            try tx.record(
                .application(id, organization, "application.removed", application.payload),
                by: caller.userID.rawValue, at: now)
            return now
        }
    }

    /// Gives the application a new secret; the old one counts no more.
    /// - Throws: `COMMAND-Ghrh3` when its authentication method uses no secret.
    package func generateSecret(
        for id: Application.ID, in project: Project.ID, by caller: Caller
    ) async throws(DomainError) -> (secret: Secret<String>, createdAt: Timestamp) {
        let now = clock.now()
        let (secret, digest) = ClientSecret.generate()
        try await database.write { (tx) throws(DomainError) in
            let (application, organization) = try tx.application(
                id, in: project, for: .projectAppWrite, of: caller, notFound: "COMMAND-2g66f")
            guard application.authenticationMethod.usesSecret else {
                throw DomainError(.invalidArgument, "COMMAND-Ghrh3", "Errors.Project.App.AuthMethodNoSecret")
            }
            try tx.setSecret(digest: digest, of: id, at: now)
            try tx.record(
                .application(id, organization, "application.secret.changed"), by: caller.userID.rawValue, at: now)
        }
        return (Secret(secret), now)
    }

    private func setState(
        _ state: Application.State, of id: Application.ID, in project: Project.ID, by caller: Caller,
        event: String, unchanged: DomainError
    ) async throws(DomainError) -> Timestamp {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let (_, organization) = try tx.application(
                id, in: project, for: .projectAppWrite, of: caller, notFound: "COMMAND-ov9d3")
            guard try tx.setState(state, of: id, at: now) else { throw unchanged }
            try tx.record(.application(id, organization, event), by: caller.userID.rawValue, at: now)
            return now
        }
    }
}

extension ApplicationChange {
    /// The application with the new values, which fulfil the rules.
    fileprivate func applied(
        to old: Application, allowing allowedHosts: Set<String>
    ) throws(DomainError) -> Application {
        var new = old
        if let name { new.name = name.trimmed }
        switch (configuration, old.configuration) {
        case (.oidc(let change), .oidc(let configuration)): new.configuration = .oidc(change.applied(to: configuration))
        case (.api(let method), .api(let current)): new.configuration = .api(method ?? current)
        case (.oidc, _): throw DomainError(.invalidArgument, "COMMAND-GBr34", "Errors.Project.App.IsNotOIDC")
        case (.api, _): throw DomainError(.invalidArgument, "COMMAND-GBr34", "Errors.Project.App.IsNotAPI")
        case (nil, _): break
        }
        guard !new.name.isEmpty, new.configuration.isValid else { throw .invalidApplicationChange }
        if new.configuration != old.configuration {
            try new.configuration.requireBackChannelLogoutURI(except: allowedHosts)
        }
        return new
    }
}
