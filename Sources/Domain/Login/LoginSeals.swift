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

    /// What names the passkeys of somebody who has none: as many and as long as people's are, and for a name always the
    /// same.
    package func decoys(for name: String) -> [[UInt8]] {
        let name = name.lowercased()
        let count = Self.decoyCounts[Int(digests.digest("decoys", name)[0]) % Self.decoyCounts.count]
        return (0..<count).map { index in
            let bytes = ["length", "first half", "second half"].map { digests.digest("decoy", name, "\(index)", $0) }
            return Array((bytes[1] + bytes[2]).prefix(Self.decoyLengths[Int(bytes[0][0]) % Self.decoyLengths.count]))
        }
    }

    /// Most people have one passkey.
    private static let decoyCounts = [1, 1, 1, 1, 1, 2, 2, 3]
    /// In bytes, as managers of passwords, platforms and keys on a ring name their passkeys.
    private static let decoyLengths = [16, 16, 20, 32, 32, 32, 48, 64]

    /// The name of a browser: 128 bits that nobody guesses.
    package func newBrowserID() -> String {
        Base64URL.encode(SecureRandom.bytes(16))
    }
}
