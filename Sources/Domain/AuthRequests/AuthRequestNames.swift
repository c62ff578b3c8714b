internal import Crypto
internal import Model
internal import Platform

/// Names Authentication Requests: a number, and a MAC over the number and the browser in which the request began.
///
/// So nobody who sees one name finds another, and whoever sees a name can answer its request in no other browser: neither
/// `state` nor PKCE would tell an application that somebody else has signed in to its request.
struct AuthRequestNames: Sendable {
    private static let prefix = "V2_"
    /// Of the MAC, in bytes.
    private static let length = 16

    private let digests: KeyedDigest

    init(masterKey: MasterKey) {
        digests = KeyedDigest(masterKey.subkey(for: "authentication requests"))
    }

    /// - Parameter number: digits, which no other request has.
    func name(_ number: String, begunIn browser: BrowserKey) -> AuthRequest.ID {
        let code = Base64URL.encode(digests.digest(number, browser.text).prefix(Self.length))
        return AuthRequest.ID("\(Self.prefix)\(number)_\(code)")
    }

    func isName(_ id: AuthRequest.ID, begunIn browser: BrowserKey) -> Bool {
        let number = id.rawValue.dropFirst(Self.prefix.count).prefix { $0 != "_" }
        return ConstantTime.equal(
            Array(id.rawValue.utf8), Array(name(String(number), begunIn: browser).rawValue.utf8))
    }
}
