package import Model
internal import Platform
internal import Storage

extension Users {
    private static let batch: Int64 = 100

    /// Ends the locks after too many failures whose time is over. A login ends them as well: this is for those who look.
    package func endLocks() async throws(DomainError) {
        let now = clock.now()
        for id in try await database.read(.usersToUnlock(at: now, limit: Self.batch)) {
            try await database.write { (tx) throws(DomainError) in
                guard let user = try tx.user(id) else { return }
                _ = try tx.endLock(of: user, at: now)
            }
        }
    }
}

extension Transaction {
    /// Ends a lock after too many failures, if its time is over; then the failures count no more.
    /// - Returns: whether there was one.
    borrowing func endLock(of user: User, at now: Timestamp) throws(DomainError) -> Bool {
        guard try endLock(of: user.id, at: now) else { return false }
        try record("user.unlocked", of: user.id, in: user.organizationID, by: nil, at: now)
        return true
    }
}
