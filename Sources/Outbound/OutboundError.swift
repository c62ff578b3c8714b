// What this service sends to others: mail by SMTP and requests by HTTP, through libcurl. This module knows neither what
// is sent nor why; it knows how it arrives, and whether it can have arrived when something failed.

internal import CCurl

/// Why something was not sent. The text is for the log: it never repeats what the other side said, nor anything that was
/// to be sent.
package struct OutboundError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        /// The request cannot be sent as it is: a header, an address or a URL is none.
        case invalid = "it cannot be sent as it is"
        /// The address is one that must not be called.
        case denied = "the address is in a network that is not called"
        /// Nobody answered, or not in time.
        case unreachable = "the server was not reached"
        case noSuchHost = "the server's name was not found"
        /// The connection was lost, or took too long.
        case interrupted = "the connection was lost or too slow"
        /// The certificate is not trusted, or the server does not speak TLS where it must.
        case insecure = "the connection cannot be secured"
        case notAuthenticated = "the server does not accept the credentials"
        /// The server refused for now.
        case refusedForNow = "the server refused for now"
        /// The server refused for good.
        case refused = "the server refused"
        case tooLarge = "the answer is too large"
        /// Given up on our side.
        case abandoned = "it was given up before it was handed over"
        /// All that waits already is enough.
        case busy = "too many wait already"
    }

    package let kind: Kind
    /// Whether the other side can have it all the same.
    package let mayHaveArrived: Bool
    /// The last reply code of the server, where it gave one.
    package let reply: Int?
    /// The number that libcurl gives to the failure.
    package let code: Int?

    package init(_ kind: Kind, mayHaveArrived: Bool = false, reply: Int? = nil, code: Int? = nil) {
        self.kind = kind
        self.mayHaveArrived = mayHaveArrived
        self.reply = reply
        self.code = code
    }

    package var description: String {
        var text = kind.rawValue
        if let reply { text += " (it said \(reply))" }
        if let code { text += " (libcurl \(code))" }
        return text
    }
}

extension OutboundError.Kind {
    /// What a failure of libcurl means, as far as its number tells.
    init(_ code: CURLcode) {
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: self = .invalid
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .noSuchHost
        case CURLE_COULDNT_CONNECT: self = .unreachable
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_USE_SSL_FAILED, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_INVALIDCERTSTATUS:
            self = .insecure
        case CURLE_LOGIN_DENIED, CURLE_AUTH_ERROR: self = .notAuthenticated
        case CURLE_ABORTED_BY_CALLBACK: self = .abandoned
        default: self = .interrupted
        }
    }
}
