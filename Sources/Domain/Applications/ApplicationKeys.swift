internal import Crypto
package import Model
package import Platform
internal import Storage

extension Applications {
    /// Makes a key pair for an application that proves itself by signed assertions.
    /// - Parameter expiresAt: `nil` for never.
    /// - Returns: the key, and the file for the application: JSON with the private key, which is kept nowhere else.
    /// - Throws: `DOMAIN-dv3t5` for an end in the past, `COMMAND-Dff54` when the application uses no keys.
    package func createKey(
        for id: Application.ID, in project: Project.ID, expiresAt: Timestamp?, by caller: Caller
    ) async throws(DomainError) -> (key: ApplicationKey, file: Secret<[UInt8]>) {
        if let expiresAt, expiresAt <= clock.now() {
            throw DomainError(.invalidArgument, "DOMAIN-dv3t5", "Errors.AuthNKey.ExpireBeforeNow")
        }
        // Nobody makes us generate keys without being allowed to; what the write decides is decided again there.
        let (application, organization) = try await database.read { (tx) throws(DomainError) in
            try tx.keyOwner(id, in: project, caller)
        }
        let privateKey = try await generator.generate(.rsa(bits: 2048))
        let now = clock.now()
        let key = ApplicationKey(
            id: ids.nextID(), applicationID: id, projectID: project, organizationID: organization,
            expiresAt: expiresAt ?? .distantFuture, createdAt: now)
        let (publicKey, file) = try Self.encode(privateKey, key, of: application, expiresAt)
        try await database.write { (tx) throws(DomainError) in
            _ = try tx.keyOwner(id, in: project, caller)
            try tx.insert(key, publicKey: publicKey)
            try tx.record(
                .application(id, organization, "application.key.added", ["keyId": .string(key.id.rawValue)]),
                by: caller.userID.rawValue, at: now)
        }
        return (key, file)
    }

    package func deleteKey(
        _ id: AuthenticationKey.ID, of application: Application.ID, in project: Project.ID, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            guard let key = try tx.applicationKey(id), key.applicationID == application, key.projectID == project
            else { throw .applicationKeyNotFound }
            try caller.require(.projectAppWrite, in: key.organizationID, project: project)
            try tx.deleteApplicationKey(id)
            try tx.record(
                .application(
                    application, key.organizationID, "application.key.removed", ["keyId": .string(id.rawValue)]),
                by: caller.userID.rawValue, at: now)
            return now
        }
    }

    private static func encode(
        _ privateKey: PrivateKey, _ key: ApplicationKey, of application: Application, _ expiresAt: Timestamp?
    ) throws(DomainError) -> (publicKey: [UInt8], file: Secret<[UInt8]>) {
        do throws(CryptoError) {
            var file: JSONObject = [
                "type": "application", "keyId": .string(key.id.rawValue),
                "key": .string(try privateKey.pkcs1PEM().exposed),
            ]
            if let expiresAt { file.append("expirationDate", .string(expiresAt.rfc3339)) }
            file.append("appId", .string(application.id.rawValue))
            file.append("clientId", .string(application.clientID))
            return (try privateKey.publicKey.der(), Secret(JSONValue.object(file).utf8))
        } catch {
            throw .internalFault
        }
    }
}

extension DomainError {
    static let applicationKeyNotFound = DomainError(
        .notFound, "COMMAND-4m77G", "Errors.Project.App.Key.NotFound")
}

extension Transaction {
    /// The application that gets a key.
    fileprivate borrowing func keyOwner(
        _ id: Application.ID, in project: Project.ID, _ caller: Caller
    ) throws(DomainError) -> (application: Application, organization: Organization.ID) {
        let found = try application(id, in: project, for: .projectAppWrite, of: caller, notFound: "COMMAND-2n8uU")
        guard found.application.authenticationMethod == .privateKeyJWT else {
            throw DomainError(.failedPrecondition, "COMMAND-Dff54", "Errors.Project.App.AuthMethodNoPrivateKeyJWT")
        }
        return found
    }
}
