package import Crypto
package import Model
package import Platform
internal import Synchronization

/// Hashes and checks passwords on threads of its own, as many at a time as there are cores, and the least important
/// ones: a storm of logins slows down logins, not the rest of the service.
package final class PasswordHasher: Sendable {
    /// What a check of a password against a stored hash has shown.
    package enum Verdict: Sendable, Hashable {
        case wrong
        case right
        /// Right, and this hash of the same password should take the place of the stored one, which is of another
        /// algorithm or cost.
        case rightWithNewHash(String)

        package var isRight: Bool { self != .wrong }
    }

    /// So many hashes wait for each thread at the most; more would only come too late.
    private static let waitingPerThread = 64
    private static let niceness: Int32 = 10

    private let threads: [WorkerThread]
    /// Outstanding work of each thread.
    private let outstanding: Mutex<[Int]>
    private let finished = Counter()
    private let limit: Int
    private let cost: PasswordHash.Cost
    /// What a password is compared with when there is nothing to compare it with.
    private let nobody: String

    /// - Parameters:
    ///   - threads: how many hashes are computed at the same time.
    ///   - limit: how many may be outstanding; by default 64 for each thread.
    package init(threads: Int, limit: Int? = nil, cost: PasswordHash.Cost = .standard) {
        self.threads = (0..<max(1, threads)).map { _ in WorkerThread(niceness: Self.niceness) }
        outstanding = Mutex([Int](repeating: 0, count: self.threads.count))
        self.limit = limit ?? self.threads.count * Self.waitingPerThread
        self.cost = cost
        nobody = PasswordHash.unmatchable(cost: cost)
    }

    /// Passwords that were hashed or compared since the start.
    package var count: Int { finished.value }

    /// Hashes that are computed or waited for now.
    package var load: Int { outstanding.withLock { $0.reduce(0, +) } }

    /// The hash of a new password, in the PHC string format.
    /// - Throws: ``DomainError/hashersBusy``.
    package func hash(_ password: Secret<String>) async throws(DomainError) -> String {
        try await run { [cost] () throws(CryptoError) in try PasswordHash.hash(password.exposed, cost: cost) }
    }

    /// Compares a password with a stored hash. Nobody has one that is longer than the rules allow: it is wrong, whoever
    /// is asked for, and no hash is computed of it, as imported ones of some kinds go over it thousands of times.
    /// - Parameter hash: `nil` when there is none. Then the answer is "wrong", and takes as long as for another hash.
    /// - Throws: ``DomainError/hashersBusy``.
    package func verify(
        _ password: Secret<String>, against hash: String?
    ) async throws(DomainError) -> Verdict {
        guard password.exposed.utf8.count <= PasswordRules.greatestSize else { return .wrong }
        return try await run { [cost, nobody] () throws(CryptoError) in
            let isRight = try PasswordHash.verify(password.exposed, against: hash ?? nobody)
            guard isRight, let hash else { return .wrong }
            guard PasswordHash.needsUpgrade(hash, to: cost) else { return .right }
            return .rightWithNewHash(try PasswordHash.hash(password.exposed, cost: cost))
        }
    }

    private func run<T: Sendable>(
        _ work: @escaping @Sendable () throws(CryptoError) -> T
    ) async throws(DomainError) -> T {
        guard let index = take() else { throw .hashersBusy }
        let result: Result<T, CryptoError> = await withCheckedContinuation { continuation in
            threads[index].async { [self] in
                let result: Result<T, CryptoError>
                do throws(CryptoError) { result = .success(try work()) } catch { result = .failure(error) }
                let isIdle = outstanding.withLock { counts in
                    counts[index] -= 1
                    return counts.allSatisfy { $0 == 0 }
                }
                if isIdle { PasswordHash.giveMemoryBack() }
                finished.increment()
                continuation.resume(returning: result)
            }
        }
        // Stored hashes were checked when they came in: what fails is the library.
        do throws(CryptoError) { return try result.get() } catch { throw .internalFault }
    }

    /// The thread with the least to do; `nil` when all have too much.
    private func take() -> Int? {
        outstanding.withLock { counts in
            guard counts.reduce(0, +) < limit,
                let least = counts.indices.min(by: { counts[$0] < counts[$1] })
            else { return nil }
            counts[least] += 1
            return least
        }
    }
}

extension DomainError {
    /// More passwords wait to be hashed than would be served in time.
    package static let hashersBusy = DomainError(
        .unavailable, "PASSW-Bu5y1", "Too many passwords are being checked, try again later", retryAfter: 2)
}
