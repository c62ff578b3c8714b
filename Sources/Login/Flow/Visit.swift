internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// One request to the pages: who asks, where they stand, and what the answer is made with.
struct Visit: Sendable {
    let request: HTTPRequest
    let query: Form
    let parts: LoginPages.Parts
    let now: Timestamp
    var browser: Browser
    var flow: Flow
    var language: Language
    /// What an administrator has written in place of our words.
    var ownWords = OwnWords()
    /// Whose branding is shown; `nil` for the instance's.
    var home: Organization.ID?
    /// Where a form of this page may lead after the last step: the application's address.
    var formTarget: String?

    init(
        _ request: HTTPRequest, query: Form, browser: Browser, flow: Flow, parts: LoginPages.Parts, now: Timestamp
    ) {
        self.request = request
        self.query = query
        self.parts = parts
        self.now = now
        self.browser = browser
        self.flow = flow
        language = flow.spokenLanguage ?? Language(acceptedBy: request) ?? .english
        home = flow.home ?? flow.organization
    }

    var words: any Wording { language.words(ownWords.language == language ? ownWords : OwnWords()) }

    /// The address of a page in the present state.
    func url(_ place: Place, _ change: (inout Flow) -> Void = { _ in }, adding query: [(String, String)] = [])
        -> SafeURL
    {
        var flow = flow
        flow.notice = nil
        change(&flow)
        return SafeURL(
            path: place.path, query: [(Flow.field, flow.sealed(for: browser, parts.seals))] + query,
            encode: FormCoding.encode)
    }

    /// Speaks somebody's own language from now on, unless another one was chosen.
    mutating func speak(to human: Human) {
        flow.accountLanguage = Language(tag: human.preferredLanguage)
        language = flow.spokenLanguage ?? language
    }

    /// Takes up what was written for the language and the organization of the visit. Without the store the pages have
    /// words of their own.
    mutating func readOwnWords() async {
        do throws(DomainError) {
            ownWords = OwnWords(
                try await parts.settings.loginTexts(in: language.rawValue, of: home, by: parts.caller), in: language)
        } catch {
            ownWords = OwnWords()
        }
    }

    /// Tells somebody something on the page that comes next.
    mutating func note(_ notice: Notice) { flow.note(notice) }

    /// - Parameter fields: the names of those that it is about.
    mutating func note(_ notice: Notice, at fields: [String]) { flow.note(notice, at: fields) }

    /// The device, as lists of sessions show it.
    var agent: UserAgent {
        UserAgent(
            fingerprintID: browser.id, ip: request.clientAddress,
            description: String((request.fields["User-Agent"] ?? "").prefix(200)))
    }
}

extension Visit {
    /// The name by which pages show somebody: without the domain where the branding hides it.
    func shownName(of user: User) async throws(DomainError) -> String {
        let branding: BrandingSettings = try await settings(of: user.organizationID)
        return branding.hidesLoginNameSuffix ? user.username : user.preferredLoginName
    }

    /// The session of the flow with its user, if this browser holds its token and it lives.
    func overview() async throws(DomainError) -> SessionOverview? {
        guard let id = flow.session, let account = browser.account(id) else { return nil }
        return try await overview(of: account)
    }

    /// - Returns: `nil` for a session that is over, was ended, or has changed without this browser.
    func overview(of account: Browser.Account) async throws(DomainError) -> SessionOverview? {
        do throws(DomainError) {
            let found = try await parts.sessions.session(account.session, token: account.token, by: parts.caller)
            return found.session.isExpired(at: now) ? nil : found
        } catch {
            guard error.kind == .notFound || error.kind == .permissionDenied else { throw error }
            return nil
        }
    }

    /// The user of the flow's session.
    /// - Throws: ``DomainError/loginIsOver`` without a session that lives.
    func signedIn() async throws(DomainError) -> (session: Model.Session, user: User) {
        guard let overview = try await overview(), let user = overview.user else { throw .loginIsOver }
        return (overview.session, user)
    }

    /// The same, for pages of second factors: at the word of a mere name nobody is asked for one, and no code is sent.
    /// - Throws: ``DomainError/loginIsOver`` also while nothing was proven that can stand alone.
    func proven() async throws(DomainError) -> (session: Model.Session, user: User) {
        let found = try await signedIn()
        guard found.session.factors.hasFirst else { throw .loginIsOver }
        return found
    }

    /// Takes over what became of the flow's session, whose token is another one now.
    mutating func keep(_ change: SessionChange) async throws(DomainError) {
        flow.session = change.id
        try await keep(Browser.Account(session: change.id, token: change.token, request: flow.request))
    }

    /// Puts the account first in this browser. The one that makes room for it is ended: nobody could end it here any more.
    mutating func keep(_ account: Browser.Account) async throws(DomainError) {
        if let displaced = browser.keep(account) { try await end(displaced) }
    }

    /// Ends the account's session, if it lives.
    func end(_ account: Browser.Account) async throws(DomainError) {
        guard try await overview(of: account) != nil else { return }
        _ = try await parts.sessions.end(account.session, token: account.token, by: parts.caller)
    }

    /// Keeps what looks from outside like a session that was made for a question, where there is none.
    mutating func keepDecoy() async throws(DomainError) {
        let earlier = try await overview() == nil ? flow.session.flatMap { browser.account($0) } : nil
        let decoy = parts.sessions.decoy(earlier?.session)
        flow.session = decoy.id
        try await keep(Browser.Account(session: decoy.id, token: decoy.token, request: flow.request))
    }
}

extension DomainError {
    /// The session that the pages work on is gone.
    static let loginIsOver = DomainError(.failedPrecondition, "LOGIN-0ver1", "The session is over")

    /// Credentials are changed only soon after somebody has proven who they are.
    static let proofTooOld = DomainError(.failedPrecondition, "LOGIN-0ld01", "The proof is too old")
    static let factorNotOffered = DomainError(.permissionDenied, "LOGIN-N0ff3", "The factor is not offered")

    /// Whether the session is gone: ended elsewhere, over, or unknown.
    var endsLogin: Bool {
        ["LOGIN-0ver1", "COMMAND-Hewfq", "COMMAND-Hkl3d", "QUERY-Sess1"].contains(id)
    }

    /// Whether the application's request is gone: answered before, over, or unknown.
    var endsRequest: Bool {
        ["COMMAND-jae5P", "COMMAND-Sx208nt", "COMMAND-Sx202nt"].contains(id)
    }
}
