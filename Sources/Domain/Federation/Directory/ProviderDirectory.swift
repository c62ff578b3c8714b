internal import JOSE
package import Platform
internal import Synchronization

/// What OpenID providers say of themselves, and the keys that they sign with, for a while. Whatever it decides is checked
/// by a signature, so that a node may remember it.
package final class ProviderDirectory: Sendable {
    private static let metadataLifetime = Duration.hours(1)
    private static let keysLifetime = Duration.minutes(15)
    /// Between two requests for keys because of one that is unknown: whoever makes up key identifiers makes nobody ask
    /// more often.
    private static let keysPause = Duration.seconds(30)
    /// More providers than any installation has; then the one that was found first is forgotten.
    private static let greatestCount = 500

    private struct Entry {
        let metadata: ProviderMetadata
        let foundAt: Timestamp
        var keys: (set: JWKSet, fetchedAt: Timestamp)?
    }

    private let entries = Mutex<[String: Entry]>([:])
    private let web: ProviderWeb
    private let clock: WallClock

    package init(web: ProviderWeb, clock: WallClock) {
        self.web = web
        self.clock = clock
    }

    /// The metadata of an issuer.
    func metadata(of issuer: String) async throws(FederationFault) -> ProviderMetadata {
        let now = clock.now()
        if let entry = entries.withLock({ $0[issuer] }), now.since(entry.foundAt) < Self.metadataLifetime {
            return entry.metadata
        }
        let document = try await web.document("metadata", at: ProviderMetadata.address(of: issuer))
        let metadata = try ProviderMetadata(document, of: issuer)
        entries.withLock { entries in
            // Keys of an address that is no longer the provider's count no more.
            let keys = entries[issuer].flatMap { $0.metadata.keysURI == metadata.keysURI ? $0.keys : nil }
            entries[issuer] = Entry(metadata: metadata, foundAt: now, keys: keys)
            guard entries.count > Self.greatestCount else { return }
            if let oldest = entries.min(by: { $0.value.foundAt < $1.value.foundAt })?.key { entries[oldest] = nil }
        }
        return metadata
    }

    /// The key that a token of the provider names.
    /// - Returns: `nil` for one that the provider does not have.
    func key(for header: JWSHeader, of metadata: ProviderMetadata) async throws(FederationFault) -> VerificationKey? {
        let now = clock.now()
        let known = entries.withLock { $0[metadata.issuer]?.keys }
        if let known, now.since(known.fetchedAt) < Self.keysLifetime {
            if let key = known.set.key(for: header) { return key }
            guard now.since(known.fetchedAt) >= Self.keysPause else { return nil }
        }
        let document = try await web.document("jwks", at: metadata.keysURI)
        let keys: JWKSet
        do throws(JOSEError) {
            keys = try JWKSet(.object(document))
        } catch {
            throw .malformed("jwks")
        }
        entries.withLock { $0[metadata.issuer]?.keys = (keys, now) }
        return keys.key(for: header)
    }
}
