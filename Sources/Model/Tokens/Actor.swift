/// Who acts for the subject of a token (RFC 8693 §4.1), with those for whom the actor acts in turn.
///
/// A class, because it nests, and because all tokens without one carry nothing but a `nil`.
package final class Actor: Sendable {
    package let issuer: String
    package let subject: User.ID
    /// Who acted before: of the actor's own token.
    package let previous: Actor?

    package init(issuer: String, subject: User.ID, previous: Actor? = nil) {
        self.issuer = issuer
        self.subject = subject
        self.previous = previous
    }

    /// From this one to the first.
    package var chain: [Actor] {
        [self] + (previous?.chain ?? [])
    }
}

extension Actor: Hashable {
    package static func == (one: Actor, other: Actor) -> Bool {
        one === other || one.issuer == other.issuer && one.subject == other.subject && one.previous == other.previous
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(issuer)
        hasher.combine(subject)
        hasher.combine(previous)
    }
}
