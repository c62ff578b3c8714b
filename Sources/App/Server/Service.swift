// The composition root: the one place that knows all modules and puts them together.

package import API
package import Crypto
package import Domain
internal import FoundationEssentials
package import HTTP
internal import Login
package import Model
package import OAuth
package import Platform
package import Storage

/// The whole service on an open store, without sockets: tests drive its router, the program serves it.
package struct Service: Sendable {
    package let router: Router
    package let jobs: Jobs
    package let instance: Instance
    /// Every method of the administration API that the router serves.
    package let apiMethods: [APIMethod]
    /// Ends sessions, and reads what the logout pages are asked.
    package let logouts: Logouts
    package let devices: Devices
    private let webKeys: WebKeys

    /// What differs between the program and a test.
    package struct Surroundings: Sendable {
        package let database: Database
        package let masterKey: MasterKey
        package let ids: IDGenerator
        package let clock: WallClock
        package let log: Log
        package let metrics: Metrics
        package let hasher: PasswordHasher
        package let patience: Patience
        package let outbound: OutboundConfiguration
        package let passwordRules: PasswordRules

        /// - Parameters:
        ///   - hasher: by default with a thread for each core.
        ///   - patience: by default one that waits.
        package init(
            database: Database, masterKey: MasterKey, ids: IDGenerator, clock: WallClock, log: Log,
            metrics: Metrics = Metrics(), hasher: PasswordHasher? = nil, patience: Patience? = nil,
            outbound: OutboundConfiguration = OutboundConfiguration(), passwordRules: PasswordRules = PasswordRules()
        ) {
            self.database = database
            self.masterKey = masterKey
            self.ids = ids
            self.clock = clock
            self.log = log
            self.metrics = metrics
            self.hasher = hasher ?? PasswordHasher(threads: ProcessInfo.processInfo.activeProcessorCount)
            self.patience = patience ?? Patience(clock: clock)
            self.outbound = outbound
            self.passwordRules = passwordRules
        }
    }

    /// - Parameters:
    ///   - externalURL: the public URL, without a slash at its end.
    ///   - instance: of the store, which is set up.
    package init(
        externalURL: String, externalHost: String, instance: Instance, lifetimes: TokenLifetimes,
        webKeyRotation: WebKeyRotation?, surroundings: Surroundings
    ) {
        let (database, ids, clock, log) = (
            surroundings.database, surroundings.ids, surroundings.clock, surroundings.log
        )
        self.instance = instance
        let domain = DomainServices(
            surroundings, instance: instance, issuer: externalURL, instanceDomain: externalHost,
            tokenLifetime: lifetimes.longest)
        let refusals = RefusalPages(domain.loginParts)
        let keys = domain.loginParts.browserKeys
        let oauth = OAuthEndpoints(
            issuer: externalURL, instanceProjectID: instance.projectID, lifetimes: lifetimes,
            parts: .init(
                clients: domain.clients, tokens: domain.tokens, personalAccessTokens: domain.personalAccessTokens,
                facts: Facts(database: database), signingKeys: domain.signingKeys, sealer: domain.sealer,
                authRequests: domain.authRequests, refreshTokens: domain.refreshTokens, devices: domain.devices,
                logouts: domain.logouts, impersonations: Impersonations(database: database, clock: clock)),
            findBrowser: { (request) in
                let key = keys.key(of: request) ?? BrowserKey()
                return RequestingBrowser(key, keys.cookie(key))
            },
            refuse: Refusal.Renderer(
                render: { (refusal, request) in
                    await refusals.page(
                        refusal.purpose == .signIn ? .signIn : .signOut, refusal.status, reason: refusal.reason,
                        for: request)
                },
                postWords: { request in
                    let words = refusals.postWords(for: request)
                    return FormPostWords(
                        language: words.language, title: words.title, lead: words.lead, button: words.button)
                }), ids: ids, clock: clock, log: log, metrics: surroundings.metrics)
        let callers = domain.callers
        let responder = oauth.responder
        apiMethods =
            domain.apiMethods
            + APIMethod.authRequestMethods(domain.authRequests) { (outcome) async throws(DomainError) in
                try await responder.location(of: outcome)
            }
        let api = APIServer(methods: apiMethods, unbuilt: UnbuiltCall.identityProviders, clock: clock, log: log) {
            (token, organization) async throws(DomainError) in
            try await callers.caller(token: token, organization: organization)
        }
        StoreMetrics.add(database, to: surroundings.metrics)
        let hasher = surroundings.hasher
        surroundings.metrics.gauge(
            "alcazar_password_hashes_outstanding", "Password hashes that are computed or waited for."
        ) { .integer(hasher.load) }
        ProcessMetrics.add(to: surroundings.metrics)
        surroundings.metrics.add(
            MetricFamily(.gauge, "alcazar_build_info", "The running version; the value is always 1.") {
                [MetricSample(["version": Program.version], .integer(1))]
            })
        let operations = OperationsEndpoints(database: database, metrics: surroundings.metrics)
        let login = LoginPages(domain.loginParts) { (outcome) async throws(DomainError) in
            try await responder.location(of: outcome)
        }
        router = Router(
            routes: oauth.routes + api.routes + login.routes + operations.routes
                + APIDescription(apiMethods, url: externalURL).routes,
            missing: MissingRoute(pages: login).respond)
        logouts = domain.logouts
        devices = domain.devices
        webKeys = domain.webKeys
        jobs = Jobs(
            database: database, users: domain.users, webKeys: domain.webKeys, rotation: webKeyRotation,
            tokenLifetime: lifetimes.longest, courier: domain.courier, logoutCourier: domain.logoutCourier,
            clock: clock, log: log)
    }

    /// What must be there before the first request: keys to sign with.
    package func prepare() async throws(DomainError) {
        try await webKeys.ensure()
    }
}
