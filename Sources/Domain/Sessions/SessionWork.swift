internal import Model
internal import Platform
internal import Storage

/// A request about a session, at work in a transaction: first all checks are made, which only read, and then, when none
/// failed, everything is changed.
struct SessionWork {
    enum Target: Sendable {
        case new(UserAgent)
        case existing(Session.ID)
    }

    /// The checks in the order in which they are made.
    enum Check: CaseIterable {
        case user, password, intent, webAuthn, totp, newTOTP, otpSMS, otpEmail, recoveryCode
    }

    /// Why a check has not passed, besides refusals that are thrown.
    enum Hindrance {
        /// It failed, and that is counted.
        case failed(DomainError, CheckKind, CheckSubject)
        /// Too many failed for it to be made now.
        case early
        /// The password was compared with what is no longer the user's hash.
        case stale
    }

    /// What the checks have shown and ``finish(in:)`` carries out.
    struct Effects {
        var newPasswordHash: String?
        var totpStep: Int64?
        var newTOTP: ProvenTOTP?
        var spentCodes: [MessageChannel] = []
        var recoveryCode: String?
        var webAuthn: WebAuthnProof?
        var intent: IdentityProviderIntent?
        var passedKinds: [CheckKind] = []
    }

    let sessions: Sessions
    let request: SessionRequest
    let compared: ComparedPassword?
    let caller: Caller
    let now: Timestamp
    let isNew: Bool
    var session: Session
    /// Whose session it is, as far as it is known.
    var user: User?
    var effects = Effects()

    /// - Throws: for a session that is unknown or over, and for one that the caller must not change.
    init(
        _ sessions: Sessions, _ request: SessionRequest, on target: Target, _ compared: ComparedPassword?,
        by caller: Caller, in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) {
        self.sessions = sessions
        self.request = request
        self.compared = compared
        self.caller = caller
        self.now = now
        switch target {
        case .new(let agent):
            isNew = true
            session = Session(
                id: sessions.ids.nextID(), tokenID: "", creatorID: caller.userID, agent: agent, createdAt: now,
                changedAt: now)
        case .existing(let id):
            isNew = false
            (session, user) = try tx.changeableSession(id, by: caller, at: now)
        }
    }

    /// Makes one check, if the request has it.
    /// - Returns: `nil` when it passed or was not asked for.
    mutating func make(_ check: Check, in tx: borrowing Transaction) throws(DomainError) -> Hindrance? {
        switch check {
        case .user: try checkUser(in: tx)
        case .password: try checkPassword(in: tx)
        case .intent: try checkIntent(in: tx)
        case .webAuthn: try checkWebAuthn(in: tx)
        case .totp: try checkTOTP(in: tx)
        case .newTOTP: try checkNewTOTP(in: tx)
        case .otpSMS: try checkCode(.sms, in: tx)
        case .otpEmail: try checkCode(.email, in: tx)
        case .recoveryCode: try checkRecoveryCode(in: tx)
        }
    }

    /// Whether a counted check may be made now.
    func delay(of kind: CheckKind, _ subject: CheckSubject, in tx: borrowing Transaction) throws(DomainError)
        -> Hindrance?
    {
        let next = try tx.failedChecks(of: subject, kind).nextAt
        return next > now ? .early : nil
    }

    /// The user whom a check needs.
    func knownUser(_ id: String) throws(DomainError) -> User {
        guard let user else { throw DomainError(.invalidArgument, id, "User ID is missing") }
        return user
    }
}

extension Transaction {
    /// A session that the caller may change now, with its user.
    /// - Throws: ``DomainError/unknownSession``, `COMMAND-Hewfq` for one that was ended, `COMMAND-Hkl3d` for one that is
    ///   over.
    borrowing func changeableSession(
        _ id: Model.Session.ID, by caller: Caller, at now: Timestamp
    ) throws(DomainError) -> (session: Model.Session, user: User?) {
        guard let session = try session(id) else { throw .unknownSession }
        let owner = try session.userID.map { (id) throws(DomainError) in try user(id) } ?? nil
        try caller.require(.sessionWrite, forSessionOf: owner)
        guard session.terminatedAt == nil else { throw .sessionTerminated }
        guard !session.isExpired(at: now) else {
            throw .sessionExpired
        }
        return (session, owner)
    }
}

extension DomainError {
    static let otherUser = DomainError(.invalidArgument, "", "user change not possible")
    static let sessionExpired = DomainError(.failedPrecondition, "COMMAND-Hkl3d", "Session has expired")
    static let sessionTerminated = DomainError(.failedPrecondition, "COMMAND-Hewfq", "Session is already terminated")
}
