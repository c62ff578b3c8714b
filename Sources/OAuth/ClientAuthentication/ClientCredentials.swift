internal import HTTP
internal import Platform

/// How the client of a request wants to prove itself (RFC 6749 §2.3), before anything is checked.
enum ClientCredentials: Sendable {
    case secret(clientID: String, secret: Secret<String>)
    /// A signed assertion (RFC 7523 §2.2), and the `client_id` if there is one beside it.
    case assertion(Secret<String>, clientID: String?)
    /// A public client, which only names itself.
    case none(clientID: String)

    static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    /// - Throws: `invalid_request` for more than one method, `invalid_client` for a form that no client may have.
    init(_ request: HTTPRequest, _ form: Form) throws(OAuthError) {
        let header = request.fields["Authorization"]
        let usesAssertion = form["client_assertion"] != nil || form["client_assertion_type"] != nil
        let methods = [header != nil, form["client_secret"] != nil, usesAssertion].filter { $0 }
        guard methods.count < 2 else {
            throw OAuthError(.invalidRequest, "client authentication must not use more than one method")
        }
        if let header {
            self = try Self.basic(header, formClientID: form["client_id"])
        } else if usesAssertion {
            guard form["client_assertion_type"] == Self.assertionType else {
                throw OAuthError(.invalidRequest, "client_assertion_type must be \(Self.assertionType)")
            }
            guard let assertion = form["client_assertion"] else {
                throw .invalidClient("no client assertion")
            }
            self = .assertion(Secret(assertion), clientID: form["client_id"])
        } else if let clientID = form["client_id"] {
            if let secret = form["client_secret"] {
                self = .secret(clientID: clientID, secret: Secret(secret))
            } else {
                self = .none(clientID: clientID)
            }
        } else {
            throw .invalidClient("no client credentials")
        }
    }

    /// RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
    private static func basic(_ header: String, formClientID: String?) throws(OAuthError) -> ClientCredentials {
        guard let credentials = header.credentials(ofScheme: "basic"), let bytes = Base64.decode(credentials),
            let separator = bytes.firstIndex(of: UInt8(ascii: ":"))
        else { throw .invalidClient("invalid basic auth header") }
        guard let clientID = FormCoding.decode(bytes[..<separator]), !clientID.isEmpty,
            let secret = FormCoding.decode(bytes[(separator + 1)...])
        else { throw .invalidClient("invalid basic auth header") }
        guard formClientID == nil || formClientID == clientID else {
            throw OAuthError(.invalidRequest, "client_id differs from the Authorization header")
        }
        return .secret(clientID: clientID, secret: Secret(secret))
    }
}
