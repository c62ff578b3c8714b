package import Domain
package import HTTP

/// The browser in which an Authentication Request begins.
///
/// By what it is known is not decided here: whoever builds the endpoints brings a ``Finder``, so that the pages on which
/// the request is answered know it by the same.
package struct RequestingBrowser: Sendable {
    package typealias Finder = @Sendable (HTTPRequest) -> RequestingBrowser

    let key: BrowserKey
    /// By which it shows the key again.
    let cookie: Cookie

    package init(_ key: BrowserKey, _ cookie: Cookie) {
        self.key = key
        self.cookie = cookie
    }
}
