internal import Model
package import Outbound
internal import Platform

/// The requests to identity providers. Their addresses are written by administrators of organizations, so nothing inside
/// a private network is called, no redirect is followed, time and size of an answer are bounded, and one organization
/// leaves room for the others (``WebRequest/principal``).
package struct ProviderWeb: Sendable {
    private let client: HTTPClient
    /// How long a person waits, whatever number of requests that takes.
    let patience: Duration
    /// On whose behalf they are made; `nil` for the instance.
    private(set) var organization: Organization.ID?
    /// Until when somebody waits for what is asked; `nil` for as long as one request takes.
    private(set) var deadline: ContinuousClock.Instant?

    /// - Parameters:
    ///   - client: with ``limits(_:)``.
    ///   - patience: the same as theirs.
    package init(_ client: HTTPClient, patience: Duration) {
        self.client = client
        self.patience = patience
    }

    /// The same for the providers of an organization, or with `nil` of the instance.
    func onBehalf(of organization: Organization.ID?) -> ProviderWeb {
        var web = self
        web.organization = organization
        return web
    }

    /// The same for somebody who waits until then.
    func until(_ deadline: ContinuousClock.Instant?) -> ProviderWeb {
        var web = self
        web.deadline = deadline
        return web
    }

    package static let timeout = Duration.seconds(10)
    /// At once: 16 to one provider, 8 for the providers of one organization.
    package static let connections = 32

    /// Of what is said of one person: it is kept until the sign-in is used.
    private static let personBytes = 64 * 1024
    /// The same, as deep as the claims of a token: it is written into other texts, which are read again.
    private static let personDepth = 16

    /// For a client with these limits: what a person waits for, and more than any provider says.
    package static func limits(_ timeout: Duration) -> HTTPClient.Limits {
        var limits = HTTPClient.Limits()
        limits.connect = timeout / 2
        limits.total = timeout
        limits.bodyBytes = 256 * 1024
        return limits
    }

    /// A document of a provider.
    /// - Parameter token: an access token, for a document about a person.
    func document(
        _ name: String, at url: String, token: Secret<String>? = nil
    ) async throws(FederationFault) -> JSONObject {
        var request = WebRequest(.get, url, fields: [("Accept", "application/json")])
        if let token {
            request.fields.append(("Authorization", "Bearer \(token.exposed)"))
            request.longestAnswer = Self.personBytes
        }
        let response = try await send(request)
        guard response.status == 200 else { throw .status(response.status) }
        return try Self.object(
            response.body, name, limits: token == nil ? JSONLimits() : JSONLimits(depth: Self.personDepth))
    }

    /// Posts a form to a token endpoint (RFC 6749 §4.1.3).
    /// - Parameter credentials: of the client; by HTTP's basic authentication.
    func tokens(
        at url: String, _ form: [(name: String, value: String)],
        credentials: (user: String, password: Secret<String>)?
    ) async throws(FederationFault) -> JSONObject {
        let body = form.map { "\($0.name)=\(LinkTemplate.percentEncoded($0.value))" }.joined(separator: "&")
        var request = WebRequest(
            .post, url,
            fields: [("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(body.utf8))
        request.longestAnswer = Self.personBytes
        if let credentials {
            // Both are encoded as in a form before they are joined (RFC 6749 §2.3.1).
            request.credentials = (
                LinkTemplate.percentEncoded(credentials.user),
                Secret(LinkTemplate.percentEncoded(credentials.password.exposed))
            )
        }
        let response = try await send(request)
        switch response.status {
        case 200:
            let answer = try Self.object(response.body, "token response")
            // Some servers refuse with a success.
            guard let code = answer["error"]?.stringValue else { return answer }
            throw .refusal(code, answer["error_description"]?.stringValue)
        case 400, 401:
            let answer = try Self.object(response.body, "error response")
            throw .refusal(answer["error"]?.stringValue ?? "", answer["error_description"]?.stringValue)
        default: throw .status(response.status)
        }
    }

    private func send(_ request: WebRequest) async throws(FederationFault) -> WebResponse {
        var request = request
        request.principal = organization?.rawValue
        request.deadline = deadline
        do throws(OutboundError) {
            return try await client.send(request)
        } catch {
            throw .unreachable(error.kind)
        }
    }

    private static func object(
        _ body: [UInt8], _ name: String, limits: JSONLimits = JSONLimits()
    ) throws(FederationFault) -> JSONObject {
        // Whatever is wrong with it, it is not what was asked for.
        guard let object = try? JSONValue(parsing: body, limits: limits).objectValue else { throw .malformed(name) }
        return object
    }
}
