package import Model
internal import Storage

extension Applications {
    package func get(_ id: Application.ID, by caller: Caller) async throws(DomainError) -> Application {
        try await database.read { (tx) throws(DomainError) in
            try tx.application(id, in: nil, for: .projectAppRead, of: caller, notFound: "COMMAND-2n8uU").application
        }
    }

    package func list(
        _ search: Application.Search, by caller: Caller
    ) async throws(DomainError) -> PageResult<Application> {
        try await database.read { (tx) throws(DomainError) in
            try tx.applications(search, within: caller.reach(.projectAppRead))
        }
    }

    package func getKey(_ id: AuthenticationKey.ID, by caller: Caller) async throws(DomainError) -> ApplicationKey {
        try await database.read { (tx) throws(DomainError) in
            guard let key = try tx.applicationKey(id) else { throw .applicationKeyNotFound }
            try caller.require(.projectAppRead, in: key.organizationID, project: key.projectID)
            return key
        }
    }

    package func listKeys(
        _ search: ApplicationKey.Search, by caller: Caller
    ) async throws(DomainError) -> PageResult<ApplicationKey> {
        try await database.read { (tx) throws(DomainError) in
            try tx.applicationKeys(search, within: caller.reach(.projectAppRead))
        }
    }
}
