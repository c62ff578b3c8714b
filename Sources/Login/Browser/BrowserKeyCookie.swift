package import Domain
package import HTTP
internal import Platform

/// The cookie by which a browser shows which Authentication Requests began in it.
///
/// It is another one than that of the accounts, because it also has to come when an application of another site posts its
/// request (OpenID Connect Core §3.1.2.1). There `SameSite=Lax` keeps a cookie back, and one that was set anew in the
/// place of the accounts would sign everybody out.
package struct BrowserKeyCookie: Sendable {
    /// As long as the accounts are kept: who comes back to several applications at once has a key then.
    private static let lifetime = Duration.hours(24 * 90)

    private let isSecure: Bool

    /// - Parameter isSecure: whether people reach us over TLS. Without it browsers take no cookie for other sites.
    package init(isSecure: Bool) {
        self.isSecure = isSecure
    }

    private var name: String { isSecure ? "__Host-alcazar-browser" : "alcazar-browser" }

    package func key(of request: HTTPRequest) -> BrowserKey? {
        request.cookie(name).flatMap { BrowserKey($0) }
    }

    package func cookie(_ key: BrowserKey) -> Cookie {
        Cookie(name, key.text, isSecure: isSecure, sameSite: isSecure ? .none : .lax, lifetime: Self.lifetime)
    }
}
