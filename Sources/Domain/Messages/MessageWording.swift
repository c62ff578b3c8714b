internal import Model
internal import Platform

/// A language that messages are written in.
enum MessageLanguage: String, Sendable, CaseIterable {
    case english = "en"
    case german = "de"

    /// - Parameter tag: of BCP 47; its region and script do not matter here.
    /// - Returns: `nil` for a language that nobody here speaks.
    init?(tag: String) {
        let primary = tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
        self.init(rawValue: primary)
    }
}

/// What the words of a message are about.
struct MessageSubject: Sendable {
    let notice: Notice
    let displayName: String
    let loginName: String
    /// The host of the public URL.
    let host: String
    /// How long the code counts.
    let validity: Duration

    /// What an invitation leads to.
    var application: String {
        if case .invitation(_, _, let application) = notice, !application.isEmpty { return application }
        return host
    }
}

/// The words of an e-mail.
struct MessageWords: Sendable {
    var subject: String
    var text: String
    var codeLabel = ""
    var button = ""
    var closing = ""
}

extension MessageContent {
    init(
        _ notice: Notice, to user: User, address: String, language: MessageLanguage, link: String, host: String,
        validity: Duration
    ) {
        let subject = MessageSubject(
            notice: notice, displayName: user.displayName.onOneLine, loginName: user.preferredLoginName.onOneLine,
            host: host, validity: validity)
        let code = notice.code ?? ""
        let facts: JSONObject = [
            "userName": .string(user.username), "preferredLoginName": .string(user.preferredLoginName),
            "displayName": .string(user.displayName), "firstName": .string(user.human?.givenName ?? ""),
            "lastName": .string(user.human?.familyName ?? ""), "nickName": .string(user.human?.nickName ?? ""),
            "lastEmail": .string(user.human?.email ?? ""), "lastPhone": .string(user.human?.phone ?? ""),
            "userId": .string(user.id.rawValue), "organizationId": .string(user.organizationID.rawValue),
            "domain": .string(host), "applicationName": .string(subject.application),
        ]
        self.init(address: address, language: language.rawValue, text: "", code: code, link: link, facts: facts)
        guard notice.channel == .email else {
            // The last line lets a telephone offer the code on the pages of that host, and on no other.
            text = "\(language.sentence(for: subject))\n\n@\(host) #\(code)"
            return
        }
        let words = language.words(for: subject)
        self.subject = words.subject.onOneLine
        greeting = language.greeting(subject.displayName)
        text = words.text
        codeLabel = words.codeLabel
        button = words.button
        closing = words.closing
    }
}

extension MessageLanguage {
    func greeting(_ name: String) -> String {
        switch self {
        case .english: EnglishWording.greeting(name)
        case .german: GermanWording.greeting(name)
        }
    }

    /// For an e-mail.
    func words(for subject: MessageSubject) -> MessageWords {
        switch self {
        case .english: EnglishWording.words(for: subject)
        case .german: GermanWording.words(for: subject)
        }
    }

    /// For an SMS.
    func sentence(for subject: MessageSubject) -> String {
        switch self {
        case .english: EnglishWording.sentence(for: subject)
        case .german: GermanWording.sentence(for: subject)
        }
    }
}

extension Duration {
    /// In the greatest unit that leaves a whole number.
    var inWords: (count: Int64, unit: UnitOfTime) {
        let minutes = max(1, milliseconds / 60_000)
        if minutes.isMultiple(of: 1440), minutes >= 2880 { return (minutes / 1440, .days) }
        return minutes.isMultiple(of: 60) ? (minutes / 60, .hours) : (minutes, .minutes)
    }
}

enum UnitOfTime {
    case minutes, hours, days
}

extension StringProtocol {
    /// Without anything that ends or hides a part of a line: names come from people.
    var onOneLine: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .lineSeparator, .paragraphSeparator, .format: " "
                    default: scalar
                    }
                }))
    }
}
