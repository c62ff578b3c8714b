package import Crypto
package import JOSE
package import Model
package import Platform
package import Storage
internal import Synchronization

/// What tokens are signed with and verified by, on every node.
///
/// A request reads a snapshot. Once a second one request compares it with the store, so that nodes agree within a
/// second; keys are parsed and unsealed only when something changed.
package final class SigningKeys: Sendable {
    /// The greatest age of what this node believes about the keys.
    package static let greatestAge = Duration.seconds(1)

    private let database: Database
    private let clock: WallClock
    private let vault: WebKeyVault
    private let log: Log
    private let state = Mutex(State())

    package init(database: Database, clock: WallClock, masterKey: MasterKey, log: Log) {
        self.database = database
        self.clock = clock
        vault = WebKeyVault(masterKey: masterKey)
        self.log = log
    }

    /// The key that signs now.
    package func active() async throws(DomainError) -> ActiveSigningKey {
        guard let key = try await current().active else {
            log.error("there is no active web key")
            throw .internalFault
        }
        return key
    }

    /// The published key with this identifier, which fixes its algorithm; `nil` when there is none.
    package func verificationKey(_ kid: String) async throws(DomainError) -> VerificationKey? {
        try await current().verificationKeys[kid]
    }

    /// The published keys as JSON text (RFC 7517 §5).
    package func jwks() async throws(DomainError) -> [UInt8] {
        try await current().jwks
    }

    /// The algorithms of the published keys, RS256 always among them.
    package func algorithms() async -> [String] {
        // Without the store nothing is known, and RS256 is what every provider supports.
        (try? await current().algorithms) ?? [SignatureAlgorithm.rs256.rawValue]
    }

    /// Takes over what was changed just now.
    package func refresh() async throws(DomainError) {
        let now = clock.now()
        let (known, ticket) = state.withLock { ($0.snapshot, $0.begin(at: now)) }
        _ = try await load(known, ticket)
    }

    /// The keys of the moment.
    func current() async throws(DomainError) -> KeySnapshot {
        let now = clock.now()
        switch state.withLock({ $0.lookup(at: now) }) {
        case .fresh(let snapshot): return snapshot
        case .missing(let ticket): return try await load(nil, ticket)
        case .stale(let known, let ticket):
            do throws(DomainError) {
                return try await load(known, ticket)
            } catch {
                // Signatures go on without the store; whether a token counts is asked of the store anyway.
                return known
            }
        }
    }

    private func load(_ known: KeySnapshot?, _ ticket: Int) async throws(DomainError) -> KeySnapshot {
        if let known, try await isCurrent(known) { return known }
        let material = try await database.read { (tx) throws(DomainError) in try tx.webKeyMaterial() }
        let snapshot: KeySnapshot
        do throws(KeySnapshot.Fault) {
            snapshot = try KeySnapshot(material, vault: vault, reusing: known)
        } catch {
            log.error("a web key cannot be used", ["keyId": .string(error.id.rawValue), "why": .string("\(error)")])
            throw .internalFault
        }
        return state.withLock { $0.install(snapshot, ticket) }
    }

    private func isCurrent(_ known: KeySnapshot) async throws(DomainError) -> Bool {
        try await database.read { (tx) throws(DomainError) in try tx.webKeys() } == known.keys
    }

    private enum Lookup {
        case fresh(KeySnapshot)
        case stale(KeySnapshot, ticket: Int)
        case missing(ticket: Int)
    }

    private struct State {
        private(set) var snapshot: KeySnapshot?
        private var checkedAt: Timestamp?
        private var lastTicket = 0
        private var installedTicket = 0

        mutating func lookup(at now: Timestamp) -> Lookup {
            guard let snapshot, let checkedAt else { return .missing(ticket: begin(at: now)) }
            // A clock that was set back makes the snapshot stale as well.
            let isFresh = (.zero..<SigningKeys.greatestAge).contains(now.since(checkedAt))
            return isFresh ? .fresh(snapshot) : .stale(snapshot, ticket: begin(at: now))
        }

        /// Notes that somebody compares with the store now: everybody else goes on with what is known.
        mutating func begin(at now: Timestamp) -> Int {
            checkedAt = now
            lastTicket += 1
            return lastTicket
        }

        /// Of two that read at the same time, the one that began later wins: it may have seen a change of its own.
        mutating func install(_ new: KeySnapshot, _ ticket: Int) -> KeySnapshot {
            guard ticket > installedTicket else { return snapshot ?? new }
            installedTicket = ticket
            snapshot = new
            return new
        }
    }
}
