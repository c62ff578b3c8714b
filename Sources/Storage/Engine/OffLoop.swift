internal import Dispatch
internal import Platform

/// Work that blocks, off the event loop.
enum OffLoop {
    private static let shared = DispatchQueue(label: "alcazar.store", attributes: .concurrent)

    static func run<T: Sendable, E: Error>(
        on thread: WorkerThread? = nil, _ body: @escaping @Sendable () throws(E) -> T
    ) async throws(E) -> T {
        let result: Result<T, E> = await withCheckedContinuation { continuation in
            let work: @Sendable () -> Void = {
                let result: Result<T, E>
                do throws(E) { result = .success(try body()) } catch { result = .failure(error) }
                continuation.resume(returning: result)
            }
            if let thread { thread.async(work) } else { shared.async(execute: work) }
        }
        return try result.get()
    }
}
