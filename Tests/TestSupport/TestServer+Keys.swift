internal import Domain
internal import Model
internal import Platform

extension TestServer {
    /// Lets the signing key be replaced, and forgotten when none of its tokens can be valid any more.
    package func forgetSigningKey() async throws {
        let clock = self.clock.wallClock
        let webKeys = WebKeys(
            database: database, ids: IDGenerator(clock: clock), clock: clock, masterKey: masterKey,
            signingKeys: SigningKeys(database: database, clock: clock, masterKey: masterKey, log: .none))
        let rotation = WebKeyRotation(longestTokenLifetime: .hours(12))
        for wait in [rotation.activeAge, rotation.retention] {
            self.clock.advance(by: wait)
            guard try await webKeys.rotateIfDue(rotation, at: self.clock.now) else { throw NotRotated() }
        }
    }

    private struct NotRotated: Error {}
}
