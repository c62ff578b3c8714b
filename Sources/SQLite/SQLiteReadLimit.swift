internal import CSQLite
internal import Glibc

/// Bounds how long a reader's transaction may take: whoever reads waits for nobody, and everybody on the thread waits for
/// the one who reads.
@safe final class SQLiteReadLimit {
    /// Steps of SQLite's virtual machine between two looks at the clock: about a millisecond.
    private static let steps: Int32 = 20_000

    /// When the transaction has to be over. On the heap, because SQLite reads it from its handler.
    private let deadline: UnsafeMutablePointer<Int>
    private let nanoseconds: Int

    init(_ handle: borrowing SQLiteHandle, milliseconds: Int) {
        nanoseconds = milliseconds * 1_000_000
        unsafe deadline = .allocate(capacity: 1)
        unsafe deadline.initialize(to: .max)
        unsafe sqlite3_progress_handler(
            handle.pointer, Self.steps,
            { context in
                guard let deadline = unsafe context?.assumingMemoryBound(to: Int.self) else { return 0 }
                return unsafe SQLiteClock.now() < deadline.pointee ? 0 : 1
            }, deadline)
    }

    /// The handler is called by statements alone, and the connection that runs them owns this object.
    deinit { unsafe deadline.deallocate() }

    func begin() { unsafe deadline.pointee = SQLiteClock.now() + nanoseconds }

    /// What ends a transaction is not to be interrupted.
    func end() { unsafe deadline.pointee = .max }
}

/// Exact to a few milliseconds, which is enough here, and cheap.
enum SQLiteClock {
    /// In nanoseconds.
    static func now() -> Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
