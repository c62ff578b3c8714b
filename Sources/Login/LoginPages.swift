package import Domain
package import HTTP
package import Model
package import Platform

/// The pages on which people sign in, below `/ui/v2/login/`: their routes, and what every answer of them has in common.
///
/// A page is reached by GET and its form by POST of the same address. The handler opens the cookie and the sealed step,
/// the page decides, and the answer leaves with the same fields whatever it is.
package struct LoginPages: Sendable {
    /// What the pages are made of.
    package struct Parts: Sendable {
        let sessions: Sessions
        let users: Users
        let humans: Humans
        let secondFactors: SecondFactors
        let passkeys: Passkeys
        let settings: Settings
        let directory: LoginDirectory
        let authRequests: AuthRequests
        let consents: Consents
        let devices: Devices
        let logouts: Logouts
        let limits: RequestLimits
        let identityProviders: IdentityProviders
        let intents: Intents
        let seals: LoginSeals
        let caller: Caller
        let instance: Instance
        let clock: WallClock
        let log: Log
        /// The public URL, without a slash at its end.
        let externalURL: String
        let isSecure: Bool
        /// By which a request is known to have begun in a browser.
        package let browserKeys: BrowserKeyCookie
        /// Of the public URL: the relying party of passkeys.
        let host: String

        /// - Parameter externalURL: the public URL, which decides whether cookies are for TLS only.
        package init(
            externalURL: String, instance: Instance, sessions: Sessions, users: Users, humans: Humans,
            secondFactors: SecondFactors, passkeys: Passkeys, settings: Settings, directory: LoginDirectory,
            authRequests: AuthRequests, consents: Consents, devices: Devices, logouts: Logouts, limits: RequestLimits,
            identityProviders: IdentityProviders, intents: Intents, seals: LoginSeals, clock: WallClock, log: Log
        ) {
            self.sessions = sessions
            self.users = users
            self.humans = humans
            self.secondFactors = secondFactors
            self.passkeys = passkeys
            self.settings = settings
            self.directory = directory
            self.authRequests = authRequests
            self.consents = consents
            self.devices = devices
            self.logouts = logouts
            self.limits = limits
            self.identityProviders = identityProviders
            self.intents = intents
            self.seals = seals
            caller = .loginPages(of: instance)
            self.instance = instance
            self.clock = clock
            self.log = log
            self.externalURL = externalURL
            isSecure = externalURL.hasPrefix("https://")
            browserKeys = BrowserKeyCookie(isSecure: isSecure)
            host = AbsoluteURI(externalURL)?.host ?? ""
        }
    }

    /// Makes the address to which a browser goes that brings an application its answer.
    package typealias Responder = @Sendable (AuthorizationOutcome) async throws(DomainError) -> String

    let parts: Parts
    private let responder: Responder

    package init(_ parts: Parts, responder: @escaping Responder) {
        self.parts = parts
        self.responder = responder
    }

    static let pages: [Page] = [
        .login, .accounts, .loginName, .password, .passkey, .secondFactor, .securityKey, .totp, .otpSMS, .otpEmail,
        .recoveryCode, .setUp, .removeFactor, .totpSetUp, .passkeySetUp, .securityKeySetUp, .recoveryCodes,
        .changePassword, .consent, .consents, .signedIn,
        .device, .deviceConfirmation, .deviceDone, .logout, .signedOut,
        .verify, .forgotPassword, .setPassword, .register,
        .identityProvider, .identityProviderReturn, .newIdentity, .linkConfirmation, .linkedAccounts,
    ]

    package var routes: [Route] {
        let assets = Asset.all.map { asset in
            Route(.get, asset.path, "login-asset") { request in asset.respond(to: request) }
        }
        return Self.pages.flatMap(routes) + assets + [brandingRoute, providerCallbackRoute] + olderRoutes
    }

    private func routes(of page: Page) -> [Route] {
        let shown = Route(.get, page.place.path, page.name) { request in await show(page, request) }
        guard let submit = page.submit else { return [shown] }
        return [
            shown, Route(.post, page.place.path, page.name) { request in await self.submit(page, submit, request) },
        ]
    }

    // MARK: - Requests

    private func show(_ page: Page, _ request: HTTPRequest) async -> HTTPResponse {
        let browser = Browser(of: request, parts.seals, isSecure: parts.isSecure)
        // A query that cannot be read has nothing that a page could use.
        let query = (try? Form(query: request.query)) ?? Form()
        let now = parts.clock.now()
        let found = query[Flow.field].map { Flow($0, in: browser, parts.seals, at: now) }
        var visit = Visit(
            request, query: query, browser: browser, flow: (found ?? nil) ?? Flow(startedAt: now), parts: parts,
            now: now)
        if let language = query["lang"].flatMap({ Language(rawValue: $0) }) {
            visit.flow.language = language
            visit.language = language
        }
        await visit.readOwnWords()
        if case .some(nil) = found { return await respond(.view(visit.stale), visit) }
        do throws(DomainError) {
            let isFromOutside = found == nil && page.place.isOfAccount
            let answer = isFromOutside ? try await visit.enter(page.place) : try await page.show(&visit)
            return await respond(answer, visit)
        } catch {
            if let place = await detour(after: error, at: page, &visit) { return await respond(.go(place), visit) }
            log(error, at: page)
            return await respond(.view(visit.failure(error)), visit)
        }
    }

    private func submit(_ page: Page, _ submit: Page.Submit, _ request: HTTPRequest) async -> HTTPResponse {
        let browser = Browser(of: request, parts.seals, isSecure: parts.isSecure)
        let now = parts.clock.now()
        // A form that cannot be read is like one that is not ours.
        let form = (request.hasMediaType("application/x-www-form-urlencoded") ? try? Form(parsing: request.body) : nil)
        let state = form?[Flow.field] ?? ""
        var visit = Visit(
            request, query: Form(), browser: browser,
            flow: Flow(state, in: browser, parts.seals, at: now) ?? Flow(startedAt: now), parts: parts, now: now)
        let isOurs = parts.seals.isProof(
            form?["proof"] ?? "", browser: browser.id, page: page.place.rawValue, state: state)
        guard let form, isOurs, Flow(state, in: browser, parts.seals, at: now) != nil else {
            return await respond(.view(visit.stale), visit)
        }
        visit.flow.notice = nil
        do throws(DomainError) {
            let answer = form["action"] == "cancel" ? try await visit.cancel() : try await submit(&visit, form)
            return await respond(answer, visit)
        } catch {
            if let place = await detour(after: error, at: page, &visit) { return await respond(.go(place), visit) }
            log(error, at: page)
            guard !error.endsRequest else { return await respond(.view(visit.failure(error)), visit) }
            visit.note(Notice(error, at: page.place))
            return await respond(.go(page.place), visit)
        }
    }

    /// Where people go whom a page or a form cannot serve before they have done something else.
    private func detour(after error: DomainError, at page: Page, _ visit: inout Visit) async -> Place? {
        if error.turnsAway, visit.flow.request != nil {
            log(error, at: page)
            return visit.turnAway(error)
        }
        if error.endsLogin {
            visit.restart()
            return .loginName
        }
        if error == .passwordChangeRequired { return .changePassword }
        return error == .proofTooOld ? await visit.proveAgain() : nil
    }

    private func log(_ error: DomainError, at page: Page) {
        parts.log.refusedLogin(error, at: page.name)
    }

    // MARK: - Answers

    func respond(_ answer: Answer, _ visit: Visit) async -> HTTPResponse {
        var visit = visit
        var response: HTTPResponse
        switch answer {
        case .view(let view):
            let look = await Look(of: visit.home, visit.parts)
            await visit.admitFormTarget()
            response = .html(view.status, visit.document(view, look).text)
        case .go(let place):
            visit.flow.home = visit.home
            let flow = visit.flow.sealed(for: visit.browser, parts.seals)
            response = .redirect(to: "\(place.path)?\(Flow.field)=\(flow)")
        case .leave(let location):
            response = .redirect(to: location)
        case .answer(let outcome):
            return await deliver(outcome, visit)
        case .file(let name, let text):
            response = HTTPResponse(
                .ok,
                fields: [
                    "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff",
                    "Content-Disposition": "attachment; filename=\"\(name)\"",
                ], body: .bytes(Array(text.utf8)))
        }
        if !visit.browser.isSaved { response.set(visit.browser.cookie(parts.seals, isSecure: parts.isSecure)) }
        return response.withPageProtection(formTarget: visit.formTarget)
    }

    /// Brings an application its answer.
    private func deliver(_ outcome: AuthorizationOutcome, _ visit: Visit) async -> HTTPResponse {
        do throws(DomainError) {
            return await respond(.leave(try await responder(outcome)), visit)
        } catch {
            parts.log.error("login page failed", ["page": "answer", "errorId": .string(error.id)])
            guard case .granted = outcome.answer, outcome.request.parameters.prompts.contains(.none) else {
                return await respond(.view(visit.failure(error)), visit)
            }
            let refusal = AuthorizationRefusal(inPlaceOf: error)
            return await deliver(parts.authRequests.unrecorded(refusal, of: outcome.request), visit)
        }
    }
}

extension Log {
    func refusedLogin(_ fault: DomainError, at page: StaticString) {
        let facts: Log.Facts = ["page": .string(page.description), "errorId": .string(fault.id)]
        if fault.kind == .internal {
            error("login page failed", facts)
        } else {
            info("login step refused", facts)
        }
    }
}
