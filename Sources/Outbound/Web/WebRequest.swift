package import Platform

/// A request to somebody else's server.
package struct WebRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    package let method: Method
    package let url: String
    package var fields: [(name: String, value: String)]
    package var body: [UInt8]
    /// For HTTP's basic authentication (RFC 7617).
    package var credentials: (user: String, password: Secret<String>)?
    /// How many bytes the answer may have, where that is less than the client takes.
    package var longestAnswer: Int?
    /// Until when its answer is of use, where that is sooner than the client's limit.
    package var deadline: ContinuousClock.Instant?
    /// On whose behalf it is made, where somebody's requests are to leave room for those of others.
    package var principal: String?

    package init(_ method: Method, _ url: String, fields: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
    }

    /// The header fields as lines.
    /// - Throws: `.invalid` for a name or a value that is none.
    func lines() throws(OutboundError) -> [String] {
        // Without this libcurl asks before it sends a large body, and waits a second for the answer.
        var lines = ["Expect:"]
        for field in fields {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(MailAddress.isAtomByte),
                field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
            else { throw OutboundError(.invalid) }
            lines.append("\(field.name): \(field.value)")
        }
        return lines
    }
}

/// What a server answered, whatever its status.
package struct WebResponse: Sendable {
    package let status: Int
    package let body: [UInt8]
}
