internal import Synchronization

/// Counts the commits of this process, so that a reader knows whether the state it sees is still the newest.
final class SQLiteCommitCounter: Sendable {
    private let count = Atomic<Int>(0)
    private let begun = Atomic<Int>(0)

    /// Called after a commit, before anyone is told of it.
    func increment() { count.wrappingAdd(1, ordering: .releasing) }

    var value: Int { count.load(ordering: .acquiring) }

    /// Counts a state that a reader began to see, for metrics.
    func countSnapshot() { begun.wrappingAdd(1, ordering: .relaxed) }

    var snapshots: Int { begun.load(ordering: .relaxed) }
}

/// Which state of the store a reader's open transaction sees.
///
/// To begin and end a read costs more than to find a row: each takes and frees a lock in the kernel. So a reader
/// keeps its transaction open, and begins a new one when this process has committed something since. Commits of
/// another process, such as the one that takes over at a restart, cannot be counted; the age limit bounds how long
/// they stay unseen.
struct SQLiteSnapshot {
    private static let nanoseconds = 5_000_000

    private let commits: Int
    private let moment: Int

    /// Made before the transaction begins, so it is never newer than what the transaction sees.
    init(_ counter: SQLiteCommitCounter) {
        commits = counter.value
        moment = SQLiteClock.now()
    }

    func isNewest(_ counter: SQLiteCommitCounter) -> Bool {
        commits == counter.value && SQLiteClock.now() - moment < Self.nanoseconds
    }
}
