package import Crypto
package import JOSE
package import Model
package import Platform
package import Storage
internal import Synchronization

/// What tokens are signed with and verified by, on every node.
///
/// A request reads a snapshot. Every half second one request compares it with the store while the others go on; when
/// that takes so long that the snapshot would get older than a second, they compare as well. So nodes agree within a
/// second. Keys are parsed and unsealed only when something changed.
package final class SigningKeys: Sendable {
    /// The greatest age of what this node believes about the keys.
    package static let greatestAge = Duration.seconds(1)
    /// From this age on somebody compares.
    private static let comparisonAge = Duration.milliseconds(500)
    /// How often in ``greatestAge`` a key that is not known makes this node look for it before its time.
    package static let searchLimit = 20

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
        try await current(with: kid).verificationKeys[kid]
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

    /// The keys of the moment, for a token that is signed with one of them. Another node may have made that key, and
    /// signed with it, since this one compared.
    func current(with kid: String) async throws(DomainError) -> KeySnapshot {
        let keys = try await current()
        guard keys.verificationKeys[kid] == nil, IDGenerator.moment(of: kid) != nil else { return keys }
        let now = clock.now()
        guard let ticket = state.withLock({ $0.search(at: now) }) else { return keys }
        return try await load(keys, ticket)
    }

    private func load(_ known: KeySnapshot?, _ ticket: Ticket) async throws(DomainError) -> KeySnapshot {
        if let known, try await isCurrent(known) {
            state.withLock { $0.confirm(ticket) }
            return known
        }
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

    /// A comparison with the store, numbered in the order in which they begin.
    private struct Ticket {
        let number: Int
        let beganAt: Timestamp
    }

    private enum Lookup {
        case fresh(KeySnapshot)
        case stale(KeySnapshot, Ticket)
        case missing(Ticket)
    }

    private struct State {
        private(set) var snapshot: KeySnapshot?
        /// The beginning of the last comparison that ended well: the snapshot was right then.
        private var rightAt: Timestamp?
        /// The beginning of the last comparison.
        private var beganAt: Timestamp?
        private var searches = (since: Timestamp?.none, count: 0)
        private var lastNumber = 0
        private var newestNumber = 0

        mutating func lookup(at now: Timestamp) -> Lookup {
            guard let snapshot else { return .missing(begin(at: now)) }
            if isWithin(SigningKeys.comparisonAge, of: rightAt, now) { return .fresh(snapshot) }
            // Somebody compares, and there is time to wait for that.
            let isCompared = isWithin(SigningKeys.comparisonAge, of: beganAt, now)
            if isCompared, isWithin(SigningKeys.greatestAge, of: rightAt, now) { return .fresh(snapshot) }
            return .stale(snapshot, begin(at: now))
        }

        /// A clock that was set back makes every age too great.
        private func isWithin(_ age: Duration, of moment: Timestamp?, _ now: Timestamp) -> Bool {
            moment.map { (.zero..<age).contains(now.since($0)) } ?? false
        }

        mutating func begin(at now: Timestamp) -> Ticket {
            beganAt = now
            lastNumber += 1
            return Ticket(number: lastNumber, beganAt: now)
        }

        /// Bounded, because anybody can name a key that does not exist.
        mutating func search(at now: Timestamp) -> Ticket? {
            if !isWithin(SigningKeys.greatestAge, of: searches.since, now) { searches = (now, 0) }
            guard searches.count < SigningKeys.searchLimit else { return nil }
            searches.count += 1
            return begin(at: now)
        }

        /// The snapshot is what the store has.
        mutating func confirm(_ ticket: Ticket) {
            guard ticket.number > newestNumber else { return }
            newestNumber = ticket.number
            rightAt = ticket.beganAt
        }

        /// Of two that read at the same time, the one that began later wins: it may have seen a change of its own.
        mutating func install(_ new: KeySnapshot, _ ticket: Ticket) -> KeySnapshot {
            guard ticket.number > newestNumber else { return snapshot ?? new }
            confirm(ticket)
            snapshot = new
            return new
        }
    }
}
