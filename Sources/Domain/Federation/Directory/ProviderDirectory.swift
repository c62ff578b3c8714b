internal import JOSE
internal import Platform

/// What OpenID providers say of themselves, and the keys that they sign with, for a while. Whatever it decides is checked
/// by a signature, so that a node may remember it.
final class ProviderDirectory: Sendable {
    private static let metadataLifetime = Duration.hours(1)
    private static let keysLifetime = Duration.minutes(15)
    /// Between two requests for keys because of one that is unknown: whoever makes up key identifiers makes nobody ask
    /// more often.
    private static let keysPause = Duration.seconds(30)
    /// More providers than any installation has.
    private static let greatestCount = 500

    private let metadata: Lookups<ProviderMetadata>
    private let keys: Lookups<JWKSet>

    init(clock: WallClock) {
        metadata = Lookups(greatestCount: Self.greatestCount, clock: clock)
        keys = Lookups(greatestCount: Self.greatestCount, clock: clock)
    }

    /// The metadata of an issuer.
    func metadata(of issuer: String, over web: ProviderWeb) async throws(FederationFault) -> ProviderMetadata {
        let place = LookupPlace(address: issuer, organization: web.organization)
        let shared = web.until(nil)
        return try await metadata.value(at: place, youngerThan: Self.metadataLifetime, until: web.deadline) {
            () async throws(FederationFault) in
            try await ProviderMetadata(
                shared.document("metadata", at: ProviderMetadata.address(of: issuer)), of: issuer)
        }
    }

    /// The key that a token of the provider names.
    /// - Returns: `nil` for one that the provider does not have.
    func key(
        for header: JWSHeader, of metadata: ProviderMetadata, over web: ProviderWeb
    ) async throws(FederationFault) -> VerificationKey? {
        let known = try await keys(at: metadata.keysURI, youngerThan: Self.keysLifetime, over: web)
        if let key = known.key(for: header) { return key }
        return try await keys(at: metadata.keysURI, youngerThan: Self.keysPause, over: web).key(for: header)
    }

    private func keys(
        at address: String, youngerThan age: Duration, over web: ProviderWeb
    ) async throws(FederationFault) -> JWKSet {
        let place = LookupPlace(address: address, organization: web.organization)
        let shared = web.until(nil)
        return try await keys.value(at: place, youngerThan: age, until: web.deadline) {
            () async throws(FederationFault) in
            let document = try await shared.document("jwks", at: address)
            do throws(JOSEError) {
                return try JWKSet(.object(document))
            } catch {
                throw .malformed("jwks")
            }
        }
    }
}
