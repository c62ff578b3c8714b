internal import HTTP
internal import Platform

@testable internal import OAuth

/// How a client names and proves itself: an `Authorization` field, a line feed, and a form (RFC 6749 §2.3).
enum CredentialsTarget {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
        let header = bytes[..<end]
        guard header.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 9 }) else { return }
        var fields: HTTPFields = ["Content-Type": "application/x-www-form-urlencoded"]
        if !header.isEmpty { fields.append("Authorization", String(decoding: header, as: UTF8.self)) }
        let body = Array(bytes[end...].dropFirst())
        let request = HTTPRequest(.post, "/oauth/v2/token", fields: fields, body: body)
        try checkBearer(request, hasHeader: !header.isEmpty)
        let form: Form
        do throws(FormError) { form = try Form(parsing: body).withoutEmptyValues } catch { return }
        let credentials: ClientCredentials
        do throws(OAuthError) { credentials = try ClientCredentials(request, form) } catch { return }
        switch credentials {
        case .secret(let clientID, let secret):
            try hold(!clientID.isEmpty, "a client has no name")
            try hold(header.isEmpty == (form["client_secret"] != nil), "two methods are used")
            guard !header.isEmpty else { return }
            try checkBasic(clientID, secret.exposed)
        case .assertion(let assertion, _):
            try hold(!assertion.exposed.isEmpty && header.isEmpty, "an assertion is empty, or not alone")
        case .none(let clientID):
            try hold(!clientID.isEmpty && header.isEmpty, "a public client has no name, or a header")
        }
    }

    /// The same two texts, encoded as RFC 6749 §2.3.1 asks, are read as the same.
    private static func checkBasic(_ clientID: String, _ secret: String) throws(Violation) {
        let pair = FormCoding.encode(clientID) + ":" + FormCoding.encode(secret)
        let request = HTTPRequest(.post, "/", fields: ["Authorization": "basic \(Base64.encode(pair.utf8))"])
        let again: ClientCredentials
        do throws(OAuthError) { again = try ClientCredentials(request, Form()) } catch {
            throw Violation(rule: "written credentials are not read")
        }
        guard case .secret(let name, let password) = again else { throw Violation(rule: "credentials change") }
        try hold(name.isSame(as: clientID) && password.exposed.isSame(as: secret), "credentials change")
    }

    private static func checkBearer(_ request: HTTPRequest, hasHeader: Bool) throws(Violation) {
        let token: String
        do throws(BearerError) { token = try BearerToken.read(request) } catch { return }
        try hold(!token.isEmpty, "a token is empty")
        let isInBody = (try? Form(parsing: request.body))?["access_token"] != nil
        try hold(hasHeader != isInBody, "a token is taken from one of two places")
    }
}
