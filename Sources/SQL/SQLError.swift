/// Why the engine refused. Carries the text of the statement, never the values that were bound to it.
package struct SQLError: Error, Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// Somebody else kept the lock for longer than the time limit.
        case busy
        case constraint(Constraint)
        /// The transaction lost against a concurrent one and may be run again.
        case serialization
        /// A read took longer than a read may take.
        case timeout
        /// The engine or its disk cannot be reached, read or written.
        case unavailable
        case full
        case corrupt
        /// A stored value is not of the kind that the reader of the column expects.
        case decoding
        /// A text contains U+0000, which not every engine can store.
        case unstorableText
        /// A text is longer than the engine can keep in an index.
        case oversizedText
        /// The statement, its values or the order of calls are wrong.
        case misuse
    }

    package enum Constraint: String, Sendable {
        case unique, foreignKey, check, notNull
    }

    package let kind: Kind
    /// For the log: what the engine said.
    package let message: String
    /// The text of the statement; empty when there was none.
    package let statement: String

    package init(_ kind: Kind, _ message: String, statement: String = "") {
        self.kind = kind
        self.message = message
        self.statement = statement
    }
}

extension SQLError.Kind {
    /// A stable word for logs and metrics.
    package var name: String {
        switch self {
        case .busy: "busy"
        case .constraint(let constraint): "constraint.\(constraint.rawValue)"
        case .serialization: "serialization"
        case .timeout: "timeout"
        case .unavailable: "unavailable"
        case .full: "full"
        case .corrupt: "corrupt"
        case .decoding: "decoding"
        case .unstorableText: "unstorableText"
        case .oversizedText: "oversizedText"
        case .misuse: "misuse"
        }
    }
}

extension SQLError {
    package static func unstorableText(statement: String) -> SQLError {
        SQLError(.unstorableText, "a text contains U+0000", statement: statement)
    }
}
