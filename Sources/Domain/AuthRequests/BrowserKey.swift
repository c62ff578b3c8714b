internal import Crypto
internal import Platform

/// What a browser keeps from the Authentication Requests that begin in it, so that it alone takes them up on our pages:
/// 128 bits that nobody guesses.
package struct BrowserKey: Sendable, Hashable {
    private static let length = 16

    /// In base64url.
    package let text: String

    /// A new one.
    package init() {
        text = Base64URL.encode(SecureRandom.bytes(Self.length))
    }

    /// - Returns: `nil` for a text that is no key of ours.
    package init?(_ text: String) {
        guard text.utf8.count <= 32, Base64URL.decode(text)?.count == Self.length else { return nil }
        self.text = text
    }
}
