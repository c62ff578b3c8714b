internal import Crypto
package import Model
package import Platform
internal import Storage

/// Everything that a new store is filled with, made before the transaction begins.
struct InstancePlan: Sendable {
    struct MachineUser: Sendable {
        let user: User
        let role: Role
        let key: (stored: AuthenticationKey, file: Secret<String>)?
        let token: PersonalAccessToken?
    }

    let instance: Instance
    let defaults: InstanceDefaults
    let organization: Organization
    let project: Project
    let applications: [Application]
    let human: User
    let password: Secret<String>
    let passwordHash: String
    let isPasswordGenerated: Bool
    let machine: MachineUser?
    let loginClient: MachineUser?

    /// Of the administrator.
    private var loginName: String {
        defaults.domain.loginNameIncludesDomain ? "\(human.username)@\(organization.primaryDomain)" : human.username
    }

    func result(sealer: TokenSealer) -> SetUpInstance {
        SetUpInstance(
            organizationID: organization.id, loginName: loginName,
            generatedPassword: isPasswordGenerated ? password : nil,
            machine: machine.map { $0.result(sealer) }, loginClient: loginClient.map { $0.result(sealer) })
    }
}

extension InstancePlan.MachineUser {
    fileprivate func result(_ sealer: TokenSealer) -> SetUpInstance.Machine {
        SetUpInstance.Machine(
            userID: user.id, username: user.username, keyFile: key?.file,
            personalAccessToken: token.map { Secret(sealer.seal($0.id)) })
    }
}

/// What the operator has to know of a new store. The secrets are shown once and cannot be read again.
package struct SetUpInstance: Sendable {
    package struct Machine: Sendable {
        package let userID: User.ID
        package let username: String
        /// The JSON key file.
        package let keyFile: Secret<String>?
        package let personalAccessToken: Secret<String>?
    }

    package let organizationID: Organization.ID
    /// Of the administrator.
    package let loginName: String
    /// Of the administrator, unless the settings chose one.
    package let generatedPassword: Secret<String>?
    package let machine: Machine?
    package let loginClient: Machine?
}

extension InstanceSetup {
    func plan(_ first: FirstInstance, at now: Timestamp) async throws(DomainError) -> InstancePlan {
        let organization = Organization(
            id: ids.nextID(), name: first.organizationName,
            primaryDomain: try OrganizationDomain.generated(
                forName: first.organizationName, instanceDomain: instanceDomain),
            createdAt: now, changedAt: now)
        let project = Project(
            id: ids.nextID(), organizationID: organization.id, name: "ZITADEL", createdAt: now, changedAt: now)
        let password = first.human.password ?? Secret(Self.randomPassword())
        return InstancePlan(
            instance: Instance(
                id: ids.nextID(), name: first.name, defaultOrganizationID: organization.id, projectID: project.id,
                createdAt: now),
            defaults: first.defaults, organization: organization, project: project,
            applications: applications(of: project, at: now),
            human: human(first.human, organization, first.defaults.domain, at: now), password: password,
            passwordHash: try Self.hash(password), isPasswordGenerated: first.human.password == nil,
            machine: try await machine(first.machine, role: .iamOwner, organization, at: now),
            loginClient: try await machine(first.loginClient, role: .iamLoginClient, organization, at: now))
    }

    private func human(
        _ human: FirstInstance.Human, _ organization: Organization, _ domain: DomainSettings, at now: Timestamp
    ) -> User {
        let withDomain = "\(human.username)@\(organization.primaryDomain)"
        let isComplete = human.username.contains("@") || domain.loginNameIncludesDomain
        let username = isComplete ? human.username : withDomain
        return User(
            id: ids.nextID(), organizationID: organization.id, username: username,
            kind: .human(
                Human(
                    givenName: human.givenName, familyName: human.familyName,
                    email: human.email ?? (human.username.contains("@") ? human.username : withDomain),
                    isEmailVerified: true, isPasswordChangeRequired: human.isPasswordChangeRequired,
                    passwordChangedAt: now)),
            tokensValidFrom: now, createdAt: now, changedAt: now)
    }

    private func machine(
        _ machine: FirstInstance.Machine?, role: Role, _ organization: Organization, at now: Timestamp
    ) async throws(DomainError) -> InstancePlan.MachineUser? {
        guard let machine else { return nil }
        let user = User(
            id: ids.nextID(), organizationID: organization.id, username: machine.username,
            kind: .machine(Machine(name: machine.name)), tokensValidFrom: now, createdAt: now, changedAt: now)
        var key: (stored: AuthenticationKey, file: Secret<String>)?
        if let expiry = machine.keyExpiry { key = try await makeKey(of: user.id, until: expiry, at: now) }
        return InstancePlan.MachineUser(
            user: user, role: role, key: key,
            token: machine.tokenExpiry.map {
                PersonalAccessToken(id: ids.nextID(), userID: user.id, expiresAt: $0, createdAt: now)
            })
    }

    private func makeKey(
        of user: User.ID, until expiry: Timestamp, at now: Timestamp
    ) async throws(DomainError) -> (stored: AuthenticationKey, file: Secret<String>) {
        let made = try await MachineKeyFile.generate(with: KeyGenerator())
        let key = AuthenticationKey(
            id: ids.nextID(), publicKey: made.publicKey, expiresAt: expiry, createdAt: now)
        let file = MachineKeyFile.json(keyID: key.id, pkcs1PEM: made.pkcs1PEM, expiresAt: expiry, userID: user)
        return (key, Secret(String(decoding: file.exposed, as: UTF8.self)))
    }

    /// The applications under which the service's own interfaces are known.
    private func applications(of project: Project, at now: Timestamp) -> [Application] {
        var console = OIDCConfiguration()
        console.redirectURIs = ["\(externalURL)/ui/console/auth/callback"]
        console.postLogoutRedirectURIs = ["\(externalURL)/ui/console/signedout"]
        console.responseTypes = [.code]
        console.grantTypes = [.authorizationCode]
        console.applicationType = .userAgent
        console.authenticationMethod = .none
        console.isDevelopmentMode = !externalURL.hasPrefix("https:")
        let apis = ["Management-API", "Admin-API", "Auth-API"].map {
            ($0, Application.Configuration.api(.privateKeyJWT))
        }
        return (apis + [("Console", .oidc(console))]).map { name, configuration in
            Application(
                id: ids.nextID(), projectID: project.id, name: name, clientID: ids.nextID(),
                configuration: configuration, createdAt: now, changedAt: now)
        }
    }

    /// 20 characters with at least one of each kind that a password policy may ask for.
    private static func randomPassword() -> String {
        SecureRandom.alphanumeric(16) + SecureRandom.string(length: 1, alphabet: "abcdefghijkmnpqrstuvwxyz")
            + SecureRandom.string(length: 1, alphabet: "ABCDEFGHJKLMNPQRSTUVWXYZ")
            + SecureRandom.string(length: 1, alphabet: "23456789")
            + SecureRandom.string(length: 1, alphabet: "!#%+-=?")
    }

    private static func hash(_ password: Secret<String>) throws(DomainError) -> String {
        do throws(CryptoError) { return try PasswordHash.hash(password.exposed) } catch { throw .internalFault }
    }
}
