internal import SQL

/// A connection that knows whether it is still in step with the server: after each synchronisation point that was sent
/// and received it is, and once it is not it is given up.
final class PostgresLine {
    private let handle: PostgresHandle
    private var isLost = false
    /// How long the server may take for one answer, in milliseconds.
    var patience: Int32

    init(_ handle: consuming PostgresHandle, patience: Int32) {
        self.handle = handle
        self.patience = patience
    }

    var isUsable: Bool { !isLost && handle.isConnected }

    var isAlive: Bool { isUsable && handle.isSilent() }

    func parameter(_ name: String) -> String? { handle.parameter(name) }

    func giveUp() { isLost = true }

    func outOfStep() -> SQLError {
        giveUp()
        return SQLError(.unavailable, "the server answered something else than was asked")
    }

    func sending<T>(_ body: (borrowing PostgresHandle) throws(SQLError) -> T) throws(SQLError) -> T {
        guard !isLost else { throw SQLError(.unavailable, "the connection was lost") }
        do throws(SQLError) {
            return try body(handle)
        } catch {
            giveUp()
            throw error
        }
    }

    /// The result of one command. When the command failed, or when one before it did, there is none, and the first
    /// failure is kept.
    func receive(_ statement: String, role: SQLRole?, _ failure: inout SQLError?) -> PostgresResult? {
        do throws(SQLError) {
            guard let result = try next() else { throw outOfStep() }
            guard try next() == nil else { throw outOfStep() }
            switch result.kind {
            case .rows, .done: return result
            case .skipped where failure != nil: return nil
            case .skipped, .synchronised: throw outOfStep()
            case .failed:
                if Self.ending.contains(result.sqlState) { giveUp() }
                throw SQLError(result, role: role, statement: statement)
            }
        } catch {
            failure = failure ?? error
            return nil
        }
    }

    /// Takes the end of an exchange.
    /// - Parameter failure: the first one of its commands, which is thrown.
    func receiveSync(_ failure: SQLError? = nil) throws(SQLError) {
        do throws(SQLError) {
            guard let result = try next(), result.kind == .synchronised else { throw outOfStep() }
        } catch {
            throw failure ?? error
        }
        if let failure { throw failure }
    }

    /// Runs commands one after another in one round trip.
    /// - Returns: what the server calls the outcome of each.
    @discardableResult
    func run(_ commands: [(String, PostgresParameters)]) throws(SQLError) -> [String] {
        try sending { (handle) throws(SQLError) in
            for (text, parameters) in commands { try handle.send(text, parameters) }
            try handle.sendSync()
        }
        var failure: SQLError?
        var tags: [String] = []
        for (text, _) in commands {
            if let result = receive(text, role: nil, &failure) { tags.append(result.commandTag) }
        }
        try receiveSync(failure)
        return tags
    }

    /// After these a connection is of no more use, even if it still stands: the server that took over only reads; a
    /// statement that was prepared is gone, or returns something else since a migration.
    private static let ending: Set<String> = ["25006", "26000", "0A000"]

    private func next() throws(SQLError) -> PostgresResult? {
        guard !isLost else { throw SQLError(.unavailable, "the connection was lost") }
        do throws(SQLError) {
            return try handle.result(within: patience)
        } catch {
            giveUp()
            throw error
        }
    }
}
