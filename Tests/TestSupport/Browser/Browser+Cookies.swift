internal import Platform

/// A cookie as the browser keeps it.
package struct BrowserCookie: Sendable {
    package let name: String
    package let value: String
    package let domain: String
    package let path: String
    package let isSecure: Bool
    package let isHTTPOnly: Bool
    package let sameSite: String?

    fileprivate init?(_ json: JSONValue) {
        guard let name = json["name"]?.stringValue, let value = json["value"]?.stringValue,
            let domain = json["domain"]?.stringValue, let path = json["path"]?.stringValue
        else { return nil }
        (self.name, self.value, self.domain, self.path) = (name, value, domain, path)
        isSecure = json["secure"]?.boolValue ?? false
        isHTTPOnly = json["httpOnly"]?.boolValue ?? false
        sameSite = json["sameSite"]?.stringValue
    }
}

extension Browser {
    /// All cookies, of every site.
    package var cookies: [BrowserCookie] {
        get async throws {
            try await devTools("Storage.getCookies")["cookies"]?.arrayValue?.compactMap { BrowserCookie($0) } ?? []
        }
    }

    /// Forgets all cookies, as a person does who clears the history.
    package func clearCookies() async throws {
        try await devTools("Network.clearBrowserCookies")
    }

    /// Gives the browser a cookie of a site.
    package func setCookie(_ name: String, _ value: String, at url: String) async throws {
        try await devTools(
            "Network.setCookie", ["name": .string(name), "value": .string(value), "url": .string(url)])
    }
}
