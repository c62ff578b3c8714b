internal import API
internal import Crypto
internal import Domain
internal import Login
internal import Model
internal import Outbound
internal import Platform
internal import Storage

/// The commands and queries, each built once.
struct DomainServices {
    let clients: Clients
    let tokens: Tokens
    let signingKeys: SigningKeys
    let sealer: TokenSealer
    let refreshTokens: RefreshTokens
    let authRequests: AuthRequests
    let consents: Consents
    let webKeys: WebKeys
    let callers: Callers
    let personalAccessTokens: PersonalAccessTokens
    /// Where commands post what is to be told to people.
    let messages: Messages
    let courier: Courier
    let users: Users
    let devices: Devices
    let logouts: Logouts
    let logoutCourier: LogoutCourier
    let apiMethods: [APIMethod]
    let loginParts: LoginPages.Parts
    let identityProviders: IdentityProviders

    /// - Parameter tokenLifetime: the longest that a token lives, of access tokens and ID tokens.
    init(
        _ surroundings: Service.Surroundings, instance: Instance, issuer: String, instanceDomain: String,
        tokenLifetime: Duration
    ) {
        let (database, ids, clock) = (surroundings.database, surroundings.ids, surroundings.clock)
        sealer = TokenSealer(masterKey: surroundings.masterKey)
        clients = Clients(database: database, clock: clock)
        signingKeys = SigningKeys(
            database: database, clock: clock, masterKey: surroundings.masterKey, log: surroundings.log)
        tokens = Tokens(
            database: database, sealer: sealer, signingKeys: signingKeys, issuer: issuer, clock: clock)
        refreshTokens = RefreshTokens(
            database: database, clock: clock, sealer: sealer, tokenLifetime: tokenLifetime)
        consents = Consents(
            database: database, clock: clock, refreshTokens: refreshTokens, instance: instance)
        authRequests = AuthRequests(
            database: database, ids: ids, clock: clock, masterKey: surroundings.masterKey, sealer: sealer,
            refreshTokens: refreshTokens, consents: consents, instanceID: instance.id)
        callers = Callers(
            database: database, tokens: tokens, sealer: sealer, clock: clock, ownProjectID: instance.projectID)
        webKeys = WebKeys(
            database: database, ids: ids, clock: clock, masterKey: surroundings.masterKey, signingKeys: signingKeys)
        let messaging = Messaging(surroundings, externalURL: issuer)
        messages = messaging.messages
        courier = messaging.courier
        personalAccessTokens = PersonalAccessTokens(database: database, ids: ids, clock: clock, sealer: sealer)
        let passwords = PasswordChecks(
            database: database, hasher: surroundings.hasher, patience: surroundings.patience)
        let humans = Humans(
            database: database, ids: ids, clock: clock, masterKey: surroundings.masterKey, messages: messages,
            checks: passwords, rules: surroundings.passwordRules, tokenLifetime: tokenLifetime)
        let organizations = Organizations(
            database: database, ids: ids, clock: clock, humans: humans, instanceDomain: instanceDomain)
        let projects = Projects(database: database, ids: ids, clock: clock)
        let applications = Applications(
            database: database, ids: ids, clock: clock, allowedHosts: surroundings.outbound.allowedHosts)
        let authorizations = Authorizations(database: database, ids: ids, clock: clock)
        let codes = Codes(masterKey: surroundings.masterKey, ids: ids)
        let passkeys = Passkeys(
            database: database, ids: ids, clock: clock, codes: codes, messages: messages,
            relyingParties: RelyingParties(name: instance.name, externalURL: issuer), log: surroundings.log)
        let totp = TOTPFactors(masterKey: surroundings.masterKey)
        let recoveryCodes = RecoveryCodes(masterKey: surroundings.masterKey)
        let secondFactors = SecondFactors(
            database: database, clock: clock, totp: totp, recoveryCodes: recoveryCodes, issuer: instance.name)
        identityProviders = IdentityProviders(
            database: database, ids: ids, clock: clock, masterKey: surroundings.masterKey, instance: instance,
            allowedHosts: surroundings.outbound.allowedHosts)
        let intentSeals = IntentSeals(masterKey: surroundings.masterKey)
        let intents = Intents(
            database: database, ids: ids, clock: clock, instance: instance, providers: identityProviders,
            federation: Self.federation(surroundings, externalURL: issuer), seals: intentSeals, log: surroundings.log)
        let sessions = Sessions(
            database: database, ids: ids, clock: clock, instanceID: instance.id, masterKey: surroundings.masterKey,
            sealer: sealer, tokenLifetime: tokenLifetime,
            parts: .init(
                passwords: passwords, totp: totp, recoveryCodes: recoveryCodes, passkeys: passkeys,
                intents: IntentProofs(seals: intentSeals), messages: messages))
        sessions.addCounters(to: surroundings.metrics)
        devices = Devices(
            database: database, ids: ids, clock: clock, sealer: sealer, refreshTokens: refreshTokens,
            consents: consents)
        logouts = Logouts(
            database: database, clock: clock, signingKeys: signingKeys, issuer: issuer, tokenLifetime: tokenLifetime)
        logoutCourier = Self.logoutCourier(surroundings, signingKeys: signingKeys, issuer: issuer)
        users = Users(database: database, ids: ids, clock: clock)
        let credentials = MachineCredentials(database: database, ids: ids, clock: clock)
        let settings = Settings(database: database, instance: instance, clock: clock)
        loginParts = LoginPages.Parts(
            externalURL: issuer, instance: instance, sessions: sessions, users: users, humans: humans,
            secondFactors: secondFactors, passkeys: passkeys, settings: settings,
            directory: LoginDirectory(database: database, instance: instance), authRequests: authRequests,
            consents: consents, devices: devices, logouts: logouts,
            limits: RequestLimits(database: database, clock: clock),
            identityProviders: identityProviders, intents: intents,
            seals: LoginSeals(masterKey: surroundings.masterKey), clock: clock, log: surroundings.log)
        apiMethods =
            APIMethod.userService(users, humans, credentials, personalAccessTokens)
            + APIMethod.passkeyMethods(passkeys) + APIMethod.secondFactorMethods(secondFactors)
            + APIMethod.managementUsers(users, credentials, personalAccessTokens)
            + APIMethod.organizationService(organizations) + APIMethod.projectService(projects)
            + APIMethod.applicationService(applications) + APIMethod.authorizationService(authorizations)
            + APIMethod.internalPermissionService(Administrators(database: database, clock: clock))
            + APIMethod.webKeyService(webKeys) + APIMethod.settingsService(settings)
            + APIMethod.managementPolicies(settings) + APIMethod.adminPolicies(settings)
            + APIMethod.messageProviders(
                MessageProviders(
                    database: database, ids: ids, clock: clock,
                    vault: ProviderVault(masterKey: surroundings.masterKey), sender: messaging.sender,
                    instance: instance, instanceDomain: instanceDomain))
            + APIMethod.identityProviders(identityProviders) + APIMethod.intents(intents)
            + APIMethod.sessionService(sessions) + APIMethod.oidcService(devices)
    }

    private static func federation(_ surroundings: Service.Surroundings, externalURL: String) -> Federation {
        let outbound = surroundings.outbound
        let web = HTTPClient(
            .publicNetwork(except: outbound.allowedHosts), connections: ProviderWeb.connections,
            certificates: outbound.certificates, limits: ProviderWeb.limits(outbound.providerTimeout))
        return Federation(
            web: ProviderWeb(web, patience: outbound.providerTimeout), externalURL: externalURL,
            clock: surroundings.clock)
    }

    private static func logoutCourier(
        _ surroundings: Service.Surroundings, signingKeys: SigningKeys, issuer: String
    ) -> LogoutCourier {
        var limits = HTTPClient.Limits()
        limits.connect = .seconds(5)
        limits.total = .seconds(10)
        limits.bodyBytes = 64 * 1024
        let outbound = surroundings.outbound
        let statistics = LogoutStatistics()
        LogoutMetrics.add(statistics, to: surroundings.metrics)
        return LogoutCourier(
            database: surroundings.database, signingKeys: signingKeys, issuer: issuer,
            web: HTTPClient(
                .publicNetwork(except: outbound.allowedHosts), connections: LogoutCourier.parallel,
                certificates: outbound.certificates, limits: limits),
            statistics: statistics, clock: surroundings.clock, log: surroundings.log)
    }
}
