internal import HTTP

/// A file of ours that the pages use. The address names its contents, so browsers keep it for a year.
struct Asset: Sendable {
    let path: String
    let type: String
    let contents: [UInt8]
    private let version: String

    static let all = [styleSheet, once, webAuthn, icon]
    static let styleSheet = Asset("login.css", "text/css; charset=utf-8", StyleSheet.text)
    static let once = Asset("once.js", "text/javascript; charset=utf-8", Script.once)
    static let webAuthn = Asset("webauthn.js", "text/javascript; charset=utf-8", Script.webAuthn)
    static let icon = Asset("icon.svg", "image/svg+xml", Icon.text)

    private init(_ name: StaticString, _ type: String, _ text: StaticString) {
        path = "\(Place.base)/assets/\(name)"
        self.type = type
        contents = Array(text.description.utf8)
        version = Self.fingerprint(text.description)
    }

    var url: SafeURL { SafeURL(path: path, query: [("v", version)], encode: FormCoding.encode) }

    func respond(to request: HTTPRequest) -> HTTPResponse {
        let isCurrent = request.query == "v=\(version)"
        return HTTPResponse(
            .ok,
            fields: [
                "Content-Type": type, "X-Content-Type-Options": "nosniff",
                "Cache-Control": isCurrent ? "public, max-age=31536000, immutable" : "no-cache",
                "Cross-Origin-Resource-Policy": "same-origin",
                // An image is also a document when somebody opens it.
                "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
            ], body: .bytes(contents))
    }

    /// Tells versions of a text apart (FNV-1a of 64 bits): a name, not a proof.
    static func fingerprint(_ text: String) -> String {
        let value = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(value, radix: 36)
    }
}

enum Icon {
    static let text: StaticString = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#5469d4"/>\
        <path d="M7 25V10h3v2h3v-2h2.500v2h1v-2H19v2h3v-2h3v15h-6.500v-4a2.500 2.500 0 0 0-5 0v4z" fill="#fff"/></svg>
        """
}
