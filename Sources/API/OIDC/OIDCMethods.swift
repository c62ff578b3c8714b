package import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    /// `zitadel.oidc.v2.OIDCService`.
    package static func oidcService(_ devices: Devices) -> [APIMethod] {
        [.getDeviceAuthorizationRequest(devices), .authorizeOrDenyDeviceAuthorization(devices)]
    }
}
