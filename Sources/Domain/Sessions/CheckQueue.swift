internal import Model
internal import Platform
internal import Synchronization

/// The requests of this process that wait to check something that failed too often before: one after another, in the
/// order in which they came, and of each network one at a time. Whoever guesses from one network takes one turn of two, so
/// the owner gets the other.
final class CheckQueue: Sendable {
    struct Check: Sendable, Hashable {
        let subject: CheckSubject
        let kind: CheckKind
    }

    struct Place: Sendable {
        fileprivate let number: Int
        let check: Check
        let network: ClientNetwork?
        /// When the turn comes, if those before take no longer than their pauses.
        let moment: Timestamp
    }

    enum Answer {
        /// Nobody waits, and nobody has to.
        case free
        case place(Place)
        /// Somebody of the network waits, or too many others do: not before this moment.
        case refused(until: Timestamp)
    }

    private struct Lines {
        var places: [Check: [Place]] = [:]
        var joined = 0
    }

    private let lines = Mutex(Lines())

    /// - Parameter end: who would have to wait longer is refused.
    func join(
        _ check: Check, _ failed: FailedChecks, from network: ClientNetwork?, at now: Timestamp, until end: Timestamp
    ) -> Answer {
        lines.withLock { lines in
            let others = lines.places[check] ?? []
            guard !others.isEmpty || failed.nextAt > now else { return .free }
            let last = others.map(\.moment).max()
            let next = last.map { max(failed.nextAt, $0 + FailedChecks.pause(after: failed.count)) } ?? failed.nextAt
            let isWaiting = network != nil && others.contains { $0.network == network }
            guard !isWaiting, next <= end else { return .refused(until: next) }
            lines.joined += 1
            let place = Place(number: lines.joined, check: check, network: network, moment: next)
            lines.places[check] = others + [place]
            return .place(place)
        }
    }

    func isFirst(_ place: Place) -> Bool {
        lines.withLock { $0.places[place.check]?.first?.number == place.number }
    }

    func leave(_ place: Place) {
        lines.withLock { lines in
            let others = (lines.places[place.check] ?? []).filter { $0.number != place.number }
            lines.places[place.check] = others.isEmpty ? nil : others
        }
    }
}
