package import Crypto
internal import Model
internal import Platform

/// What intents hand out and keep, sealed under the master key. Each kind opens as no other.
package struct IntentSeals: Sendable {
    /// A state or a token is never longer; what is longer is not even decoded.
    private static let greatestLength = 1024

    private let key: SealingKey

    package init(masterKey: MasterKey) {
        key = SealingKey(masterKey.subkey(for: "identity provider intents"))
    }

    // MARK: - The token, which proves that an intent is its bearer's

    func token(of id: IdentityProviderIntent.ID) -> String {
        Base64URL.encode(key.seal(Array(id.rawValue.utf8), kind: "intent token"))
    }

    /// - Throws: `CRYPTO-…` for a token that is none, or another intent's.
    func requireToken(_ token: String, of id: IdentityProviderIntent.ID) throws(DomainError) {
        guard !token.isEmpty else { throw .intentToken("CRYPTO-Sfefs") }
        guard token.utf8.count <= Self.greatestLength, let box = Base64URL.decode(token) else {
            throw .intentToken("CRYPTO-Swg31")
        }
        guard let bytes = key.open(box, kind: "intent token") else { throw .intentToken("CRYPTO-Sf4gt") }
        guard bytes == Array(id.rawValue.utf8) else { throw .intentToken("CRYPTO-CRYPTO") }
    }

    // MARK: - The state, which comes back with a provider's answer

    /// What a state says of itself.
    struct State: Sendable, Hashable {
        let intent: IdentityProviderIntent.ID
        /// The browser that alone may bring the answer; `nil` for a sign-in that a client has begun, which we do not see.
        let browser: String?
    }

    func seal(_ state: State) -> String {
        Base64URL.encode(
            key.seal(
                JSONValue.object(["i": .string(state.intent.rawValue), "b": .string(state.browser ?? "")]).utf8,
                kind: "intent state"))
    }

    /// - Returns: `nil` for everything that ``seal(_:)-(State)`` did not make, to the last bit.
    func openState(_ text: String) -> State? {
        guard text.utf8.count <= Self.greatestLength, let box = Base64URL.decode(text),
            let object = open(box, kind: "intent state"), let id = object["i"]?.stringValue,
            let browser = object["b"]?.stringValue
        else { return nil }
        return State(intent: IdentityProviderIntent.ID(id), browser: browser.isEmpty ? nil : browser)
    }

    // MARK: - What is stored

    func seal(_ attempt: Federation.Attempt) -> [UInt8] {
        var object: JSONObject = ["nonce": .string(attempt.nonce)]
        if let verifier = attempt.verifier { object["verifier"] = .string(verifier) }
        if let since = attempt.provenSince { object["since"] = .integer(since.milliseconds) }
        return key.seal(JSONValue.object(object).utf8, kind: "intent attempt")
    }

    func openAttempt(_ content: [UInt8]) -> Federation.Attempt? {
        guard let object = open(content, kind: "intent attempt"), let nonce = object["nonce"]?.stringValue else {
            return nil
        }
        return Federation.Attempt(
            nonce: nonce, verifier: object["verifier"]?.stringValue,
            provenSince: object["since"]?.integerValue.map { Timestamp(milliseconds: $0) })
    }

    func seal(_ signIn: ExternalSignIn) -> [UInt8] {
        key.seal(JSONValue.object(signIn.json).utf8, kind: "intent outcome")
    }

    func openSignIn(_ content: [UInt8]) -> ExternalSignIn? {
        open(content, kind: "intent outcome").flatMap(ExternalSignIn.init(json:))
    }

    private func open(_ box: [UInt8], kind: StaticString) -> JSONObject? {
        // What we sealed is JSON.
        key.open(box, kind: kind).flatMap { try? JSONValue(parsing: $0).objectValue }
    }
}

extension DomainError {
    fileprivate static func intentToken(_ id: String) -> DomainError {
        DomainError(.permissionDenied, id, "Intent Token is invalid")
    }
}
