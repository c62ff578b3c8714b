package import Crypto
internal import Dispatch
package import Model
internal import Synchronization

/// Makes private keys on a thread of its own: an RSA key takes up to seconds, in which an event loop would serve nobody.
package final class KeyGenerator: Sendable {
    /// One at a time, so that key generation never takes more than one core.
    private let queue = DispatchQueue(label: "alcazar.keys")
    private let waiting = Atomic<Int>(0)
    private let limit: Int

    /// - Parameter limit: how many keys may be waited for.
    package init(limit: Int = 32) {
        self.limit = limit
    }

    /// - Throws: `.unavailable` when too many keys are waited for already.
    package func generate(_ kind: KeyKind) async throws(DomainError) -> PrivateKey {
        guard waiting.add(1, ordering: .relaxed).newValue <= limit else {
            waiting.subtract(1, ordering: .relaxed)
            throw DomainError(.unavailable, "KEY-Bu5y1", "Too many keys are being made, try again later")
        }
        let result: Result<PrivateKey, CryptoError> = await withCheckedContinuation { continuation in
            queue.async { [self] in
                let result: Result<PrivateKey, CryptoError>
                do throws(CryptoError) {
                    result = .success(try PrivateKey.generate(kind))
                } catch {
                    result = .failure(error)
                }
                waiting.subtract(1, ordering: .relaxed)
                continuation.resume(returning: result)
            }
        }
        // A kind that is not supported never gets here: what fails is the library.
        do throws(CryptoError) { return try result.get() } catch { throw .internalFault }
    }
}
