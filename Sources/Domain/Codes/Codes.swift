package import Crypto
package import Model
package import Platform
package import Storage

/// What became of an attempt with a code.
package enum CodeUse: Sendable, Hashable {
    /// The code was right and is spent.
    case accepted(details: JSONObject)
    /// Counted: it is one of the tries that there are.
    case wrong
    /// With a proof that is not the code's. That is not counted: proofs are not found by trying.
    case forged
    case expired
    /// There is no code, it was for another address, or it is void after too many wrong attempts, which it is not for
    /// those who have its proof.
    case missing
}

/// One-time codes for people: bound to a purpose, a user and an address, stored as digests, counted and expiring.
///
/// A code that people can type is short, so a few wrong tries void it, and whoever knows a login name can make them.
/// The proof that our own links carry besides is too long to be found by trying. So it needs no count, and a link stays
/// good however often strangers have guessed. It is a MAC, so the store need not know it.
package struct Codes: Sendable {
    /// Between two codes of a purpose that a person asks for.
    static let pause = Duration.seconds(30)

    private let ids: IDGenerator
    private let digests: KeyedDigest
    private let proofs: KeyedDigest

    package init(masterKey: MasterKey, ids: IDGenerator) {
        self.ids = ids
        digests = KeyedDigest(masterKey.subkey(for: "one-time codes"))
        proofs = KeyedDigest(masterKey.subkey(for: "links of one-time codes"))
    }

    /// Makes a code and stores its digest. An earlier code of the purpose counts no more; codes for passkeys stand beside
    /// each other.
    /// - Parameters:
    ///   - address: the e-mail address or telephone number that the code proves.
    ///   - details: what ``details(of:of:in:)`` gives back.
    package func issue(
        _ purpose: CodePurpose, of user: User.ID, address: String = "", details: JSONObject = [:],
        in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> IssuedCode {
        let id: String = ids.nextID()
        let code = SecureRandom.string(length: purpose.length, alphabet: purpose.alphabet)
        try tx.insert(
            OneTimeCode(
                id: id, userID: user, purpose: purpose, address: address,
                digest: digest(code, purpose, id, user, address), details: details,
                expiresAt: now + purpose.lifetime, createdAt: now),
            missing: .unknownUser)
        return IssuedCode(id: id, code: code, proof: proof(code, purpose, id, user, address))
    }

    /// Makes sure that a while has passed since the user's last code of the purpose: each one is a message to somebody who
    /// may not have asked for it.
    /// - Throws: `CODE-Pau5e`, with the time to wait.
    package func requirePause(
        since purpose: CodePurpose, of user: User.ID, in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) {
        guard let last = try tx.code(purpose, id: nil, of: user) else { return }
        let rest = (last.createdAt + Self.pause).since(now)
        guard rest > .zero else { return }
        throw DomainError(
            .resourceExhausted, "CODE-Pau5e", "A code was sent just now, try again later",
            retryAfter: rest.components.seconds + (rest.components.attoseconds > 0 ? 1 : 0))
    }

    /// The details of the user's current code, expired or not; `nil` when there is none.
    package func details(
        of purpose: CodePurpose, of user: User.ID, in tx: borrowing Transaction
    ) throws(DomainError) -> JSONObject? {
        try tx.code(purpose, id: nil, of: user)?.details
    }

    /// Tries a code, and spends it when it is right.
    ///
    /// A wrong attempt is counted in the store. So the transaction has to be committed: its body returns the refusal, and
    /// the command throws it afterwards.
    /// - Parameters:
    ///   - id: of the code, where a user may have several.
    ///   - address: the address that the user has now; a code for another one proves nothing.
    ///   - isKept: whether a right code can be used again. Wrong ones are counted all the same.
    package func use(
        _ code: PresentedCode, _ purpose: CodePurpose, id: String? = nil, of user: User.ID, address: String = "",
        isKept: Bool = false, in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> CodeUse {
        switch try find(code, purpose, id: id, of: user, address: address, in: tx, at: now) {
        case .missing: return .missing
        case .expired: return .expired
        case .forged: return .forged
        case .wrong(let stored):
            try tx.countFailure(ofCode: stored.id)
            return .wrong
        case .right(let stored):
            guard !isKept else { return .accepted(details: stored.details) }
            return try tx.spendCode(stored.id) ? .accepted(details: stored.details) : .missing
        }
    }

    /// Whether ``use(_:_:id:of:address:in:at:)`` would accept the code. Nothing is counted or spent, so this decides
    /// nothing but whether work for the code is worthwhile.
    package func matches(
        _ code: PresentedCode, _ purpose: CodePurpose, id: String? = nil, of user: User.ID, address: String = "",
        in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> Bool {
        let found = try find(code, purpose, id: id, of: user, address: address, in: tx, at: now)
        return if case .right = found { true } else { false }
    }

    private enum Found {
        case right(OneTimeCode)
        case wrong(OneTimeCode)
        case forged
        case expired
        case missing
    }

    private func find(
        _ presented: PresentedCode, _ purpose: CodePurpose, id: String?, of user: User.ID, address: String,
        in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> Found {
        guard purpose != .passkey || id != nil, let stored = try tx.code(purpose, id: id, of: user),
            presented.proof != nil || stored.failures < purpose.greatestFailures
        else { return .missing }
        guard stored.expiresAt > now else { return .expired }
        let isRight = ConstantTime.equal(digest(presented.code, purpose, stored.id, user, address), stored.digest)
        guard let given = presented.proof else { return isRight ? .right(stored) : .wrong(stored) }
        let expected = proof(presented.code, purpose, stored.id, user, address)
        return isRight && ConstantTime.equal(Array(given.utf8), Array(expected.utf8)) ? .right(stored) : .forged
    }

    private func digest(
        _ code: String, _ purpose: CodePurpose, _ id: String, _ user: User.ID, _ address: String
    ) -> [UInt8] {
        digests.digest(purpose.rawValue, id, user.rawValue, address, code)
    }

    /// The first half of an HMAC-SHA-256, which is the least that may be kept of it (RFC 2104 §5): 128 bits.
    private func proof(
        _ code: String, _ purpose: CodePurpose, _ id: String, _ user: User.ID, _ address: String
    ) -> String {
        Base64URL.encode(proofs.digest(purpose.rawValue, id, user.rawValue, address, code).prefix(16))
    }
}
