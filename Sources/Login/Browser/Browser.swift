internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// What one cookie holds of a browser: who it is to forms, and the accounts that signed in there.
///
/// The cookie is sealed, so a browser can neither read nor alter it, and it is taken over from nobody: a name for
/// the browser that we have not made does not open.
struct Browser: Sendable, Hashable {
    /// An account: its session, and the one token of it that counts.
    struct Account: Sendable, Hashable {
        let session: Model.Session.ID
        var token: String
        /// What the person was about to do when the session was not complete yet.
        var request: String?
    }

    /// More would not fit into a cookie of 4 kB.
    static let greatestAccounts = 10
    /// Sessions end by their own rules long before.
    private static let lifetime = Duration.hours(24 * 90)

    let id: String
    /// The one that was used last stands first.
    private(set) var accounts: [Account]
    /// Whether the cookie is as the browser has it.
    private(set) var isSaved: Bool

    init(id: String) {
        self.id = id
        accounts = []
        isSaved = false
    }

    func account(_ session: Model.Session.ID) -> Account? {
        accounts.first { $0.session == session }
    }

    /// Puts the account first.
    /// - Returns: the account that had to make room: the one that was used longest ago.
    mutating func keep(_ account: Account) -> Account? {
        accounts.removeAll { $0.session == account.session }
        accounts.insert(account, at: 0)
        isSaved = false
        return accounts.count > Self.greatestAccounts ? accounts.removeLast() : nil
    }

    mutating func forget(_ session: Model.Session.ID) {
        guard account(session) != nil else { return }
        accounts.removeAll { $0.session == session }
        isSaved = false
    }
}

extension Browser {
    private static let kind: StaticString = "login cookie"

    /// - Parameter isSecure: whether people reach us over TLS. Then the name promises to the browser that we, and nobody
    ///   on a neighbouring host, have set it (RFC 6265bis §4.1.3.2).
    static func cookieName(isSecure: Bool) -> String {
        isSecure ? "__Host-alcazar-login" : "alcazar-login"
    }

    /// - Returns: a new browser for a request without a cookie of ours.
    init(of request: HTTPRequest, _ seals: LoginSeals, isSecure: Bool) {
        guard let text = request.cookie(Self.cookieName(isSecure: isSecure)),
            let stored = seals.open(text, as: Self.kind), let id = stored["id"]?.stringValue
        else {
            self.init(id: seals.newBrowserID())
            return
        }
        self.init(id: id)
        accounts = (stored["accounts"]?.arrayValue ?? []).compactMap { entry in
            guard let session = entry[0]?.stringValue, let token = entry[1]?.stringValue else { return nil }
            return Account(session: Model.Session.ID(session), token: token, request: entry[2]?.stringValue)
        }
        isSaved = true
    }

    func cookie(_ seals: LoginSeals, isSecure: Bool) -> Cookie {
        let entries = accounts.map { account -> JSONValue in
            var entry: [JSONValue] = [.string(account.session.rawValue), .string(account.token)]
            if let request = account.request { entry.append(.string(request)) }
            return .array(entry)
        }
        return Cookie(
            Self.cookieName(isSecure: isSecure),
            seals.seal(["id": .string(id), "accounts": .array(entries)], as: Self.kind), isSecure: isSecure,
            sameSite: .lax, lifetime: Self.lifetime)
    }
}
