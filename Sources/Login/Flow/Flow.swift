internal import Domain
internal import Model
internal import Platform

/// Where somebody stands on the way through the pages. It travels in the address of each page and in each form, sealed:
/// a step is bound to its request, its session and its browser, and nobody can put another one together.
struct Flow: Sendable, Hashable {
    static let lifetime = Duration.minutes(60)
    /// Of the query parameter and of the form field.
    static let field = "s"
    private static let kind: StaticString = "login flow"

    /// The Authentication Request that is answered at the end; `nil` for somebody who just signs in here.
    var request: String?
    /// The user code of a device that waits.
    var deviceCode: String?
    /// As it was typed.
    var loginName: String?
    /// The session that is proven in.
    var session: Model.Session.ID?
    /// To which the application, or the choice of a page, restricts the sign-in.
    var organization: Organization.ID?
    /// What the next page tells first.
    var notice: Notice? {
        didSet { refusedFields = notice?.fields ?? [] }
    }
    /// What the notice is about.
    private(set) var refusedFields: [String] = []
    /// A credential that is being set up: the identifier of its registration, or a secret to be shown again.
    var pending: JSONObject?
    /// A sign-in at an identity provider whose account there is nobody's here yet.
    var arrival: Arrival?
    /// What is taken over from an identity provider once somebody is signed in.
    var followUp: ProfileFollowUp?
    /// The page of their account that somebody came for, and proves who they are first.
    var destination: Place?
    /// Whose branding and wording the pages show, as far as that is known.
    var home: Organization.ID?
    /// What the person has chosen on a page.
    var language: Language?
    /// What the person's account says.
    var accountLanguage: Language?
    /// What the application asks for.
    var askedLanguage: Language?
    let startedAt: Timestamp

    init(startedAt: Timestamp) {
        self.startedAt = startedAt
    }

    /// Text for the address, good in this browser only.
    func sealed(for browser: Browser, _ seals: LoginSeals) -> String {
        var object: JSONObject = ["b": .string(browser.id), "t": .integer(startedAt.milliseconds)]
        if let request { object["r"] = .string(request) }
        if let deviceCode { object["d"] = .string(deviceCode) }
        if let loginName { object["n"] = .string(loginName) }
        if let session { object["x"] = .string(session.rawValue) }
        if let organization { object["o"] = .string(organization.rawValue) }
        if let notice { object["m"] = .string(notice.text) }
        if refusedFields != notice?.fields ?? [] { object["f"] = .array(refusedFields.map { .string($0) }) }
        if let pending { object["p"] = .object(pending) }
        if let arrival { object["a"] = arrival.json }
        if let followUp { object["u"] = .object(followUp.json) }
        if let destination { object["c"] = .string(destination.rawValue) }
        if let home { object["h"] = .string(home.rawValue) }
        if let language { object["l"] = .string(language.rawValue) }
        if let accountLanguage { object["al"] = .string(accountLanguage.rawValue) }
        if let askedLanguage { object["ql"] = .string(askedLanguage.rawValue) }
        return seals.seal(object, as: Self.kind)
    }

    /// - Returns: `nil` for what we have not sealed, what was sealed for another browser, and what is too old.
    init?(_ text: String, in browser: Browser, _ seals: LoginSeals, at now: Timestamp) {
        guard let object = seals.open(text, as: Self.kind), object["b"]?.stringValue == browser.id,
            let started = object["t"]?.integerValue
        else { return nil }
        startedAt = Timestamp(milliseconds: started)
        guard now.since(startedAt) < Self.lifetime else { return nil }
        request = object["r"]?.stringValue
        deviceCode = object["d"]?.stringValue
        loginName = object["n"]?.stringValue
        session = object["x"]?.stringValue.map { Model.Session.ID($0) }
        organization = object["o"]?.stringValue.map { Organization.ID($0) }
        notice = object["m"]?.stringValue.flatMap { Notice(text: $0) }
        refusedFields = object["f"]?.arrayValue?.compactMap(\.stringValue) ?? notice?.fields ?? []
        pending = object["p"]?.objectValue
        arrival = object["a"].flatMap { Arrival($0) }
        followUp = object["u"].flatMap { ProfileFollowUp($0) }
        destination = object["c"]?.stringValue.flatMap { Place(rawValue: $0) }
        home = object["h"]?.stringValue.map { Organization.ID($0) }
        language = object["l"]?.stringValue.flatMap { Language(rawValue: $0) }
        accountLanguage = object["al"]?.stringValue.flatMap { Language(rawValue: $0) }
        askedLanguage = object["ql"]?.stringValue.flatMap { Language(rawValue: $0) }
    }
}

extension Flow {
    /// The language to speak: a choice counts for more than an account, and that for more than an application.
    var spokenLanguage: Language? { language ?? accountLanguage ?? askedLanguage }

    mutating func note(_ notice: Notice) { self.notice = notice }

    /// - Parameter fields: the names of those that it is about.
    mutating func note(_ notice: Notice, at fields: [String]) {
        self.notice = notice
        refusedFields = fields
    }

    /// Leads nowhere else whom this page was the destination of.
    mutating func reach(_ place: Place) {
        if destination == place { destination = nil }
    }

    /// For somebody else in this browser.
    mutating func forgetPerson() {
        session = nil
        loginName = nil
        home = nil
        accountLanguage = nil
    }

    /// The beginning of something else, in the same language.
    func fresh(at now: Timestamp) -> Flow {
        var flow = Flow(startedAt: now)
        flow.language = language
        flow.askedLanguage = askedLanguage
        return flow
    }
}
