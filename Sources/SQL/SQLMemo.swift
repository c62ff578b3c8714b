/// Answers of one statement, by the values that were bound to it. A connection offers one while the state that it sees
/// cannot change, so an answer of before is the answer of now.
package final class SQLMemo {
    /// Above this many answers all are forgotten.
    private static let limit = 512

    private var answers: [[SQLValue]: AnyObject] = [:]
    /// Which state of the store the answers are of.
    private var state = 0

    package init() {}

    /// Forgets the answers of any other state.
    package func enter(state: Int) {
        guard state != self.state else { return }
        self.state = state
        answers.removeAll(keepingCapacity: true)
    }

    package func answer(to values: [SQLValue]) -> AnyObject? {
        answers[values]
    }

    package func keep(_ answer: AnyObject, for values: [SQLValue]) {
        if answers.count >= Self.limit { answers.removeAll(keepingCapacity: true) }
        answers[values] = answer
    }
}
