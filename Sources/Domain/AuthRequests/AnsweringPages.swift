/// On whose pages somebody answers an Authentication Request.
package enum AnsweringPages: Sendable {
    /// Ours. They ask for consent, and whoever sends a form twice gets the same answer twice: a browser shows the last one
    /// only, and has given up the first.
    case own
    /// A login client's of somebody else, to which we have no question to pass on, and which answers once.
    case others
}
