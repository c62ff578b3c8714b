package import Crypto
package import Model
package import Platform
package import Storage

/// Human users: making and changing them, proving their addresses, their passwords.
package struct Humans: Sendable {
    let database: Database
    let ids: IDGenerator
    let clock: WallClock
    let codes: Codes
    let messages: Messages
    let hasher: PasswordHasher
    let checks: PasswordChecks
    let rules: PasswordRules
    let totp: TOTPSecrets
    let tokenLifetime: Duration

    /// - Parameter tokenLifetime: the longest that a token lives, of access tokens and ID tokens.
    package init(
        database: Database, ids: IDGenerator, clock: WallClock, masterKey: MasterKey, messages: Messages,
        checks: PasswordChecks, rules: PasswordRules, tokenLifetime: Duration
    ) {
        self.database = database
        self.ids = ids
        self.clock = clock
        codes = Codes(masterKey: masterKey, ids: ids)
        self.messages = messages
        hasher = checks.hasher
        self.checks = checks
        self.rules = rules
        totp = TOTPSecrets(masterKey: masterKey)
        self.tokenLifetime = tokenLifetime
    }
}

/// What becomes of a code.
package enum CodeDelivery: Sendable, Hashable {
    /// It is sent to the person, with a link by the template if there is one.
    case send(LinkTemplate?)
    /// The caller gets it, and nothing is sent.
    case `return`

    var template: LinkTemplate? {
        if case .send(let template) = self { template } else { nil }
    }
}

/// How an address is proven.
package enum AddressProof: Sendable, Hashable {
    case code(CodeDelivery)
    /// The caller vouches for it.
    case verified
    /// Not at all, and there is no code either.
    case none

    /// Whether the caller asserts or learns what would prove the address, which is not for the user to decide.
    var isPrivileged: Bool {
        switch self {
        case .code(.send), .none: false
        case .code(.return), .verified: true
        }
    }
}

/// What a command reports that may have made a code for the caller.
package struct CodeReply: Sendable {
    package let details: ObjectDetails
    /// `nil` when it was sent.
    package let issued: IssuedCode?

    package var code: String? { issued?.code }
}

extension Humans {
    /// Makes a code, and sends or returns it. For users who are there already see
    /// ``deliver(_:_:over:to:address:details:in:notice:)``.
    func deliver(
        _ purpose: CodePurpose, _ delivery: CodeDelivery, to user: User, address: String = "",
        details: JSONObject = [:], in tx: borrowing Transaction, at now: Timestamp,
        notice: (IssuedCode) -> Notice
    ) throws(DomainError) -> IssuedCode? {
        let issued = try codes.issue(purpose, of: user.id, address: address, details: details, in: tx, at: now)
        switch delivery {
        case .return: return issued
        case .send:
            try messages.post(notice(issued), to: user, in: tx, at: now)
            return nil
        }
    }

    /// Makes the code that proves the e-mail address of a new user.
    func deliverEmailCode(
        _ delivery: CodeDelivery, to user: User, in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> IssuedCode? {
        try deliver(.email, delivery, to: user, address: user.human?.email ?? "", in: tx, at: now) {
            .verifyEmail($0, delivery.template)
        }
    }

    /// Makes the code that proves the telephone number of a new user.
    func deliverPhoneCode(
        _ delivery: CodeDelivery, to user: User, in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> IssuedCode? {
        try deliver(.phone, delivery, to: user, address: user.human?.phone ?? "", in: tx, at: now) {
            .verifyPhone(code: $0.code)
        }
    }
}

extension User {
    /// The same user as another person.
    func with(_ human: Human) -> User {
        var user = self
        user.kind = .human(human)
        return user
    }
}
