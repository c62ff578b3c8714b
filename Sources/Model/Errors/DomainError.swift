/// Why a command was refused. The one error of everything below the wires.
package struct DomainError: Error, Sendable, Hashable {
    /// The canonical RPC codes, because both API wires speak them.
    package enum Kind: Sendable, Hashable, CaseIterable {
        case cancelled, unknown, invalidArgument, deadlineExceeded, notFound, alreadyExists, permissionDenied
        case resourceExhausted, failedPrecondition, aborted, outOfRange, unimplemented, `internal`, unavailable
        case dataLoss, unauthenticated
    }

    package let kind: Kind
    /// The stable reason that clients match on, such as `V3-DKcYh`; empty for faults of the request's form.
    package let id: String
    /// A sentence that is safe to show.
    package let message: String
    /// Of a failed check of a password: how many failed since the last that did not.
    package let failedAttempts: Int64?
    /// Seconds after which another attempt makes sense.
    package let retryAfter: Int64?

    package init(
        _ kind: Kind, _ id: String, _ message: String, failedAttempts: Int64? = nil, retryAfter: Int64? = nil
    ) {
        self.kind = kind
        self.id = id
        self.message = message
        self.failedAttempts = failedAttempts
        self.retryAfter = retryAfter
    }

    /// Whether the same may succeed later, or where there is less to do.
    package var isTemporary: Bool {
        kind == .unavailable || kind == .resourceExhausted || kind == .deadlineExceeded
    }

    /// The same, with how many attempts have failed.
    package func counting(_ failedAttempts: Int64) -> DomainError {
        DomainError(kind, id, message, failedAttempts: failedAttempts, retryAfter: retryAfter)
    }

    /// A fault of the request's form, found before anything is looked up.
    package static func malformed(_ message: String) -> DomainError {
        DomainError(.invalidArgument, "", message)
    }

    /// A fault of ours. What happened goes to the log; the client learns only that it was not its fault.
    package static let internalFault = DomainError(.internal, "INTER-Fa0lt", "An internal error occurred")

    /// The store cannot answer now. Nothing was changed, unless the connection to it was lost during a commit.
    package static let storeUnavailable = DomainError(
        .unavailable, "STORE-Un4vl", "The store is not available, try again later")

    /// Others wait while the store is read.
    package static let readTooLong = DomainError(
        .deadlineExceeded, "STORE-Sl0w1", "The store took too long to answer, ask for less")

    /// What is found by texts, such as names and identifiers, is kept in an index, where together they have limited room.
    package static let textTooLong = DomainError(
        .invalidArgument, "STORE-L0ng1", "The texts are too long for the store")
}
