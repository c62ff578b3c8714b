package import Crypto
package import Platform

/// What the login pages leave with browsers: sealed, so that nobody reads or alters it, and proofs that a form is ours.
package struct LoginSeals: Sendable {
    private let sealing: SealingKey
    private let digests: KeyedDigest

    package init(masterKey: MasterKey) {
        sealing = SealingKey(masterKey.subkey(for: "login pages"))
        digests = KeyedDigest(masterKey.subkey(for: "login forms"))
    }

    /// - Parameter kind: what it is; it opens as nothing else.
    /// - Returns: base64url.
    package func seal(_ object: JSONObject, as kind: StaticString) -> String {
        Base64URL.encode(sealing.seal(JSONValue.object(object).utf8, kind: kind))
    }

    /// - Parameter text: at most 8 kB; what is longer is not even decoded.
    /// - Returns: `nil` for everything that ``seal(_:as:)`` did not make, to the last bit.
    package func open(_ text: String, as kind: StaticString) -> JSONObject? {
        guard text.utf8.count <= 8192, let box = Base64URL.decode(text), let bytes = sealing.open(box, kind: kind)
        else { return nil }
        // What we sealed is JSON.
        return try? JSONValue(parsing: bytes).objectValue
    }

    /// What a form carries so that it is accepted from this browser, for this page and in this state only.
    package func proof(browser: String, page: String, state: String) -> String {
        Base64URL.encode(digests.digest(browser, page, state))
    }

    package func isProof(_ text: String, browser: String, page: String, state: String) -> Bool {
        guard let given = Base64URL.decode(text) else { return false }
        return ConstantTime.equal(given, digests.digest(browser, page, state))
    }

    /// What names a passkey of somebody who has none, always the same for a name.
    package func decoy(for name: String) -> [UInt8] {
        digests.digest("decoy", name.lowercased())
    }

    /// The name of a browser: 128 bits that nobody guesses.
    package func newBrowserID() -> String {
        Base64URL.encode(SecureRandom.bytes(16))
    }
}
