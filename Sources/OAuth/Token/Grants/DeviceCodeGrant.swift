internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// The device code grant (RFC 8628 §3.4): a device asks whether somebody has approved its request.
struct DeviceCodeGrant: Grant {
    static let type = OIDCConfiguration.GrantType.deviceCode.rawValue
    static let requiresClient = true

    struct Parameters: FormDecodable {
        let deviceCode: Secret<String>

        init(_ form: Form) throws(OAuthError) {
            guard let code = form["device_code"] else {
                throw OAuthError(.invalidRequest, "device_code missing")
            }
            deviceCode = Secret(code)
        }
    }

    let devices: Devices
    let claims: ClaimsSource

    func authorize(
        _ parameters: Parameters, client: AuthenticatedClient?
    ) async throws(OAuthError) -> GrantedAuthorization {
        let (client, configuration) = try client.application(allowed: .deviceCode)
        return GrantedAuthorization(try await grant(parameters.deviceCode, client), client, configuration)
    }

    /// RFC 8628 §3.5. A code of another client reads like one that nobody has.
    private func grant(_ code: Secret<String>, _ client: Client) async throws(OAuthError) -> RedeemedGrant {
        let claims = claims
        let poll: Devices.Poll
        do throws(DomainError) {
            poll = try await devices.poll(code, by: client, audience: { claims.audience(of: $0, for: client) })
        } catch {
            throw OAuthError(error)
        }
        switch poll {
        case .granted(let grant): return grant
        case .pending: throw OAuthError(.authorizationPending, "nobody has decided yet: ask again after the interval")
        case .slowDown: throw OAuthError(.slowDown, "wait five seconds longer between requests from now on")
        case .denied: throw OAuthError(.accessDenied, "the request was denied")
        case .expired: throw OAuthError(.expiredToken, "the device_code has expired")
        case .refused(let reason): throw OAuthError(.invalidGrant, "the device_code is not valid", detail: reason)
        }
    }
}
