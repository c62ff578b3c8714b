package import Model
package import Platform
internal import Storage

extension Applications {
    /// Creates an active application with a client identifier of its own.
    /// - Returns: the application, with its secret where its authentication method uses one. Only now it is known.
    /// - Throws: `PROJECT-1n8df` for settings that break a rule, a precondition for an unknown project and for an
    ///   identifier in use.
    package func create(
        _ new: NewApplication, by caller: Caller
    ) async throws(DomainError) -> (application: Application, secret: Secret<String>?) {
        guard !new.projectID.rawValue.trimmed.isEmpty else {
            throw DomainError(.invalidArgument, "PROJECT-34Fm0", "Errors.Project.App.Invalid")
        }
        let name = new.name.trimmed
        guard !name.isEmpty, new.configuration.isValid else { throw .invalidApplication }
        try new.configuration.requireBackChannelLogoutURI(except: allowedHosts)
        let now = clock.now()
        let candidates = Self.candidates(new, named: name, at: now, ids)
        let secret = candidates[0].authenticationMethod.usesSecret ? ClientSecret.generate() : nil
        let application = try await database.write { (tx) throws(DomainError) in
            let project = try tx.parentProject(new.projectID, for: .projectAppWrite, of: caller)
            for application in candidates {
                guard try tx.insert(application, secretDigest: secret?.digest) else { continue }
                try tx.record(
                    .application(application.id, project.organizationID, "application.added", application.payload),
                    by: caller.userID.rawValue, at: now)
                return application
            }
            throw .internalFault
        }
        return (application, secret.map { Secret($0.secret) })
    }

    /// The application with several client identifiers: somebody may have named a user like the first one.
    private static func candidates(
        _ new: NewApplication, named name: String, at now: Timestamp, _ ids: IDGenerator
    ) -> [Application] {
        let id = new.id ?? ids.nextID()
        return (0..<4).map { _ in
            Application(
                id: id, projectID: new.projectID, name: name, clientID: ids.nextID(),
                configuration: new.configuration, createdAt: now, changedAt: now)
        }
    }
}

extension Application {
    /// What events tell of an application.
    var payload: JSONObject {
        [
            "name": .string(name), "projectId": .string(projectID.rawValue), "clientId": .string(clientID),
            "type": .string(kind.rawValue), "authenticationMethod": .string(authenticationMethod.rawValue),
        ]
    }
}

extension Application.Configuration {
    /// Whether the settings fulfil the rules of their kind.
    var isValid: Bool {
        switch self {
        case .oidc(let configuration): configuration.isValid
        case .api(let method): method == .basic || method == .privateKeyJWT
        }
    }

    /// - Throws: `PROJECT-iZL2Ac` for what is no address, `PROJECT-msNebo` for one inside our own network.
    func requireBackChannelLogoutURI(except allowedHosts: Set<String>) throws(DomainError) {
        guard case .oidc(let configuration) = self, !configuration.backChannelLogoutURI.isEmpty else { return }
        guard let uri = AbsoluteURI(configuration.backChannelLogoutURI), uri.isWeb, !uri.host.isEmpty,
            !uri.hasUserInfo, !uri.rest.contains("#")
        else {
            throw DomainError(.invalidArgument, "PROJECT-iZL2Ac", "Errors.Project.App.BackChannelLogoutURI.Invalid")
        }
        guard allowedHosts.contains(uri.host) || !OutboundHost.isDenied(uri.host) else {
            throw DomainError(.invalidArgument, "PROJECT-msNebo", "Errors.Project.App.BackChannelLogoutURI.Denied")
        }
    }
}
