package import Platform
internal import Synchronization

/// An authenticator that the browser takes for a real one (Web Authentication §11, WebDriver extension).
package struct VirtualAuthenticator: Sendable {
    package enum Transport: String, Sendable {
        /// Part of the device.
        case `internal`
        /// A security key.
        case usb
    }

    private let browser: Browser
    private let id: String

    fileprivate init(_ browser: Browser, _ id: String) {
        self.browser = browser
        self.id = id
    }

    private var path: String { "/webauthn/authenticator/\(id)" }

    /// What it holds: members as in Web Authentication §11.5, binary ones in base64url.
    package var credentials: [JSONValue] {
        get async throws { try await browser.send("GET", path + "/credentials").arrayValue ?? [] }
    }

    /// Puts in a credential, of the form of `credentials`.
    package func add(_ credential: JSONValue) async throws {
        _ = try await browser.send("POST", path + "/credential", credential)
    }

    package func removeCredentials() async throws {
        _ = try await browser.send("DELETE", path + "/credentials")
    }

    /// Whether it succeeds in telling its user from others, by a finger or a PIN.
    package func setUserVerified(_ isVerified: Bool) async throws {
        _ = try await browser.send("POST", path + "/uv", ["isUserVerified": .bool(isVerified)])
    }

    /// Takes it away.
    package func remove() async throws {
        try await browser.removeAuthenticator(id)
    }
}

extension Browser {
    /// Plugs in an authenticator that consents at once.
    /// - Parameters:
    ///   - isResident: whether it keeps passkeys, which need no user name.
    ///   - verifiesUser: whether it can.
    package func addAuthenticator(
        _ transport: VirtualAuthenticator.Transport = .internal, isResident: Bool = true, verifiesUser: Bool = true
    ) async throws -> VirtualAuthenticator {
        let made = try await send(
            "POST", "/webauthn/authenticator",
            [
                "protocol": "ctap2", "transport": .string(transport.rawValue), "hasResidentKey": .bool(isResident),
                "hasUserVerification": .bool(verifiesUser), "isUserVerified": .bool(verifiesUser),
            ])
        guard let id = made.stringValue else { throw WebDriverError(path: "/webauthn/authenticator", made) }
        authenticators.withLock { _ = $0.insert(id) }
        return VirtualAuthenticator(self, id)
    }

    fileprivate func removeAuthenticator(_ id: String) async throws {
        authenticators.withLock { _ = $0.remove(id) }
        _ = try await send("DELETE", "/webauthn/authenticator/\(id)")
    }

    func removeAuthenticators() async throws {
        for id in authenticators.withLock({ $0 }) { try await removeAuthenticator(id) }
    }
}
