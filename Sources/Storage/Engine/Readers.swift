internal import Glibc
internal import Model
internal import Platform
internal import SQL
internal import Synchronization

/// The reading connections. Each thread has one that it usually finds free, so threads do not wait for one another.
final class Readers: Sendable {
    private static let count = 64

    private let slots: [ReaderSlot]

    init(_ driver: any SQLEmbeddedDriver, ids: IDGenerator, log: Log) {
        slots = (0..<Self.count).map { _ in ReaderSlot(driver, ids: ids, log: log) }
    }

    func read<T: Sendable>(
        _ body: @Sendable (borrowing Transaction) throws(DomainError) -> T
    ) throws(DomainError) -> T {
        // Thread handles are addresses far apart; multiplying by 2^64 / φ spreads them over the topmost bits.
        let home = Int(truncatingIfNeeded: (UInt64(pthread_self()) &* 0x9E37_79B9_7F4A_7C15) >> 58)
        for offset in 0..<Self.count {
            if let result = try slots[(home + offset) % Self.count].readIfFree(body) { return result }
        }
        return try slots[home].read(body)
    }

    /// Makes the readers that rest forget the state they saw.
    func release() {
        for slot in slots { slot.releaseIfFree() }
    }

    func close() {
        for slot in slots { slot.close() }
    }
}

/// One connection, opened at first use.
private final class ReaderSlot: Sendable {
    private enum State {
        case new, open(Session), closed
    }

    private let state = Mutex(State.new)
    private let driver: any SQLEmbeddedDriver
    private let ids: IDGenerator
    private let log: Log

    init(_ driver: any SQLEmbeddedDriver, ids: IDGenerator, log: Log) {
        self.driver = driver
        self.ids = ids
        self.log = log
    }

    /// `nil` when another thread uses the connection.
    func readIfFree<T: Sendable>(
        _ body: @Sendable (borrowing Transaction) throws(DomainError) -> T
    ) throws(DomainError) -> T? {
        try state.withLockIfAvailable { (state) throws(DomainError) in try read(&state, body) }
    }

    func read<T: Sendable>(_ body: @Sendable (borrowing Transaction) throws(DomainError) -> T) throws(DomainError) -> T
    {
        try state.withLock { (state) throws(DomainError) in try read(&state, body) }
    }

    func releaseIfFree() {
        _ = state.withLockIfAvailable { state in
            if case .open(let session) = state { session.connection.rollback() }
        }
    }

    func close() {
        state.withLock { state in
            if case .open(let session) = state { session.connection.close() }
            state = .closed
        }
    }

    private func read<T: Sendable>(
        _ state: inout State, _ body: @Sendable (borrowing Transaction) throws(DomainError) -> T
    ) throws(DomainError) -> T {
        if case .new = state { state = .open(try connect()) }
        guard case .open(let session) = state else { throw .storeUnavailable }
        do throws(SQLError) { try session.connection.begin(.reader) } catch { throw session.failure(of: error) }
        do throws(DomainError) {
            return try session.run(body)
        } catch {
            session.connection.rollback()
            throw error
        }
    }

    private func connect() throws(DomainError) -> sending Session {
        do throws(SQLError) {
            return Session(try driver.connect(.reader, isHurried: true), ids: ids, log: log)
        } catch {
            log.failed(error)
            throw DomainError(error)
        }
    }
}
