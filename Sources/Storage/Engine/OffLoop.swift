internal import Dispatch

/// Work that blocks, off the event loop.
enum OffLoop {
    private static let shared = DispatchQueue(label: "alcazar.store", attributes: .concurrent)

    static func run<T: Sendable, E: Error>(
        on queue: DispatchQueue? = nil, _ body: @escaping @Sendable () throws(E) -> T
    ) async throws(E) -> T {
        let result: Result<T, E> = await withCheckedContinuation { continuation in
            (queue ?? shared).async {
                let result: Result<T, E>
                do throws(E) { result = .success(try body()) } catch { result = .failure(error) }
                continuation.resume(returning: result)
            }
        }
        return try result.get()
    }
}
