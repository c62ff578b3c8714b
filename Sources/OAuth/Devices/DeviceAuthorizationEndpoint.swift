internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// The device authorization endpoint (RFC 8628 §3.1), for applications that have the grant.
struct DeviceAuthorizationEndpoint: Sendable {
    let authenticator: ClientAuthenticator
    let clients: Clients
    let devices: Devices
    let claims: ClaimsSource

    func respond(to request: HTTPRequest) async throws(OAuthError) -> HTTPResponse {
        let form = try request.oauthForm()
        let client = try await authenticator.authenticate(try ClientCredentials(request, form), as: .signingIn)
        let (application, _) = try Optional(client).application(allowed: .deviceCode)
        let scopes = try await scopes(form, application)
        do throws(DomainError) {
            let beginning = try await devices.begin(application, scopes: scopes, from: request.clientAddress)
            return HTTPResponse.uncachedJSON(.ok, answer(beginning))
        } catch {
            throw error.retryAfter.map { OAuthError.tooManyRequests(after: $0) } ?? OAuthError(error)
        }
    }

    /// The same as at the authorization endpoint, only that a device need not ask for any. The device is told what cannot
    /// be had, and not the person, who would have to sign in first.
    private func scopes(_ form: Form, _ application: Client) async throws(OAuthError) -> ScopeSet {
        let asked: ScopeSet
        do throws(ScopeRefusal) { asked = try ScopeSet(ofSignIn: form["scope"] ?? "") } catch {
            throw OAuthError(.invalidScope, error.description)
        }
        let allowed: ScopeSet?
        do throws(DomainError) { allowed = try await clients.allowed(asked, for: application) } catch {
            throw OAuthError(error)
        }
        guard let allowed else { throw OAuthError(.invalidScope, ScopeRefusal.unknownOrganization.description) }
        guard claims.areCarriable(allowed, for: application) else {
            throw OAuthError(.invalidScope, ScopeRefusal.tooMany.description)
        }
        return allowed
    }

    /// RFC 8628 §3.2.
    private func answer(_ beginning: Devices.Beginning) -> JSONObject {
        let page = "\(claims.issuer)\(Endpoint.device)"
        let code = beginning.userCode.text
        return [
            "device_code": .string(beginning.deviceCode.exposed), "user_code": .string(code),
            "verification_uri": .string(page), "verification_uri_complete": .string("\(page)?user_code=\(code)"),
            "expires_in": .integer(Devices.lifetime.milliseconds / 1000),
            "interval": .integer(Devices.pollInterval.milliseconds / 1000),
        ]
    }

    /// The address that people type, short enough for that, leads to the login pages.
    @Sendable static func lead(_ request: HTTPRequest) async -> HTTPResponse {
        // A code that cannot be one is not passed on, so nothing else gets into the address.
        // A query that cannot be read has none.
        let typed = (try? Form(query: request.query))?["user_code"]
        let query = typed.flatMap { UserCode($0) }.map { "?user_code=\($0.text)" } ?? ""
        return HTTPResponse.redirect(.found, to: "/ui/v2/login/device\(query)").withoutCaching
    }
}
