internal import Platform

/// A cookie to be set (RFC 6265bis §4.1). Always `HttpOnly`; there is no reason for a script to read one of ours.
package struct Cookie: Sendable {
    package enum SameSite: String, Sendable {
        case strict = "Strict"
        case lax = "Lax"
        case none = "None"
    }

    package let name: String
    package let value: String
    package var path: String
    package var isSecure: Bool
    package var sameSite: SameSite
    /// How long the browser keeps it; `nil` until it ends, zero removes it.
    package var lifetime: Duration?

    /// - Parameters:
    ///   - name: a token.
    ///   - value: cookie octets, such as base64url.
    package init(
        _ name: String, _ value: String, path: String = "/", isSecure: Bool, sameSite: SameSite = .lax,
        lifetime: Duration? = nil
    ) {
        self.name = name
        self.value = value
        self.path = path
        self.isSecure = isSecure
        self.sameSite = sameSite
        self.lifetime = lifetime
    }

    /// The value of the `Set-Cookie` field.
    package var fieldValue: String {
        var text = "\(name)=\(value); Path=\(path); HttpOnly; SameSite=\(sameSite.rawValue)"
        if isSecure { text += "; Secure" }
        if let lifetime { text += "; Max-Age=\(lifetime.milliseconds / 1000)" }
        return text
    }
}

extension HTTPRequest {
    /// The value of the first cookie with this name (RFC 6265 §4.2).
    package func cookie(_ name: String) -> String? {
        for field in fields.values("Cookie") {
            for pair in field.utf8.split(separator: UInt8(ascii: ";")) {
                let pair = pair.drop { $0 == HTTPCharacters.space }
                guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { continue }
                if pair[..<equals].elementsEqual(name.utf8) { return String(Substring(pair[equals...].dropFirst())) }
            }
        }
        return nil
    }
}

extension HTTPResponse {
    package mutating func set(_ cookie: Cookie) {
        fields.append("Set-Cookie", cookie.fieldValue)
    }
}
