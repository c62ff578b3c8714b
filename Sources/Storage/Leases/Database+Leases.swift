package import Model
package import Platform

extension Database {
    /// Runs a job, unless another process does. The lease is given back at the end; of a process that dies it ends by
    /// itself. Clocks that differ can let two processes in, so a job must bear that.
    /// - Parameters:
    ///   - holder: a text that no other run uses.
    ///   - duration: longer than the job takes.
    /// - Returns: `nil` when another process has the lease.
    package func withLease<T: Sendable>(
        _ name: String, holder: String, for duration: Duration, at now: Timestamp,
        _ job: () async throws(DomainError) -> T
    ) async throws(DomainError) -> T? {
        let isOurs = try await write { (tx) throws(DomainError) in
            try tx.takeLease(name, holder: holder, until: now + duration, at: now)
        }
        guard isOurs else { return nil }
        do throws(DomainError) {
            let result = try await job()
            try await write { (tx) throws(DomainError) in try tx.releaseLease(name, holder: holder) }
            return result
        } catch {
            // The lease ends by itself; the reason for the failure is worth more than the one for this.
            try? await write { (tx) throws(DomainError) in try tx.releaseLease(name, holder: holder) }
            throw error
        }
    }
}
