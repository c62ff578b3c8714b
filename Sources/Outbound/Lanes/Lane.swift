internal import Platform

/// One thread with its handle.
final class Lane: Sendable {
    private let thread = WorkerThread()
    private let keeper = Keeper()

    func run<T: Sendable>(
        _ work: @escaping @Sendable (borrowing CurlHandle) -> Result<T, OutboundError>
    ) async -> Result<T, OutboundError> {
        await withCheckedContinuation { continuation in
            thread.async { [keeper] in continuation.resume(returning: keeper.run(work)) }
        }
    }

    // Sendable, because only the closures of the one thread touch the handle.
    private final class Keeper: @unchecked Sendable {
        private var kept: Kept?

        func run<T>(
            _ work: (borrowing CurlHandle) -> Result<T, OutboundError>
        ) -> Result<T, OutboundError> {
            do throws(OutboundError) {
                if let kept { return work(kept.handle) }
                let new = try Kept()
                kept = new
                return work(new.handle)
            } catch {
                return .failure(error)
            }
        }
    }

    private final class Kept {
        let handle: CurlHandle

        init() throws(OutboundError) {
            handle = try CurlHandle()
        }
    }
}
