internal import Dispatch
internal import Platform
internal import Synchronization
internal import Testing

@Suite("Threads for work that blocks")
struct WorkerThreadTests {
    private final class Numbers: Sendable {
        private let numbers = Mutex<[Int]>([])

        func append(_ number: Int) { numbers.withLock { $0.append(number) } }

        var all: [Int] { numbers.withLock { $0 } }
    }

    @Test func `work is carried out in order, also when nobody refers to the thread any more`() async {
        let numbers = Numbers()
        await withCheckedContinuation { continuation in
            let thread = WorkerThread()
            for number in 0..<1000 { thread.async { numbers.append(number) } }
            thread.async { continuation.resume() }
        }
        #expect(numbers.all == Array(0..<1000))
    }

    @Test func `many threads that wait do not keep one from working`() async {
        // More than a pool with a thread for each core could run at once.
        let blocked = (0..<64).map { _ in WorkerThread() }
        let (gate, arrived) = (DispatchSemaphore(value: 0), Numbers())
        for (number, thread) in blocked.enumerated() {
            thread.async {
                gate.wait()
                arrived.append(number)
            }
        }
        await withCheckedContinuation { continuation in
            WorkerThread().async { continuation.resume() }
        }
        #expect(arrived.all.isEmpty)
        for _ in blocked { gate.signal() }
        for thread in blocked {
            await withCheckedContinuation { continuation in thread.async { continuation.resume() } }
        }
        #expect(arrived.all.count == blocked.count)
    }
}
