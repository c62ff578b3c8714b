internal import Platform
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import Domain

@Suite("What several ask for at once is done once", .timeLimit(.minutes(5)))
struct SingleFlightTests {
    /// Work that ends when it is told to.
    private final class Work: Sendable {
        private let isDone = Mutex(false)
        let begun = Counter()
        let cancelled = Counter()

        func finish() { isDone.withLock { $0 = true } }

        func run() async -> Int {
            begun.increment()
            let number = begun.value
            while !isDone.withLock({ $0 }) {
                guard (try? await Task.sleep(for: .milliseconds(10))) != nil else {
                    cancelled.increment()
                    break
                }
            }
            return number
        }
    }

    @Test func `all who ask for the same get the same`() async {
        let (flight, work) = (SingleFlight<String, Int>(), Work())
        let tasks = (0..<100).map { number in
            Task { await flight.value(of: number.isMultiple(of: 2) ? "even" : "odd") { await work.run() } }
        }
        #expect(await eventually { work.begun.value == 2 })
        work.finish()
        for task in tasks { #expect([1, 2].contains(await task.value)) }
    }

    @Test func `what is asked for afterwards is done anew`() async {
        let (flight, work) = (SingleFlight<String, Int>(), Work())
        work.finish()
        for number in 1...3 { #expect(await flight.value(of: "key") { await work.run() } == number) }
    }

    @Test func `who is cancelled gets nothing, at once, and the others get it all the same`() async {
        let (flight, work) = (SingleFlight<String, Int>(), Work())
        let stays = Task { await flight.value(of: "key") { await work.run() } }
        #expect(await eventually { work.begun.value == 1 })
        for _ in 0..<100 {
            let leaves = Task { await flight.value(of: "key") { await work.run() } }
            leaves.cancel()
            #expect(await leaves.value == nil)
        }
        work.finish()
        #expect(await stays.value == 1)
        #expect(work.begun.value == 1 && work.cancelled.value == 0)
    }

    @Test func `who has no more time gets nothing, and the work goes on for the next one`() async {
        let (flight, work) = (SingleFlight<String, Int>(), Work())
        #expect(await flight.value(of: "key", until: .now - .seconds(1)) { await work.run() } == nil)
        for _ in 0..<2 {
            #expect(await flight.value(of: "key", until: .now + .milliseconds(50)) { await work.run() } == nil)
        }
        #expect(await eventually { work.begun.value == 1 })
        #expect(work.cancelled.value == 0)
        let patient = Task { await flight.value(of: "key", until: .now + .seconds(100)) { await work.run() } }
        work.finish()
        #expect(await patient.value != nil)
        #expect(work.cancelled.value == 0)
    }

    @Test func `when nobody waits any more the work is cancelled, and begun anew for the next one`() async {
        let (flight, work) = (SingleFlight<String, Int>(), Work())
        let tasks = (0..<3).map { _ in Task { await flight.value(of: "key") { await work.run() } } }
        #expect(await eventually { work.begun.value == 1 })
        for task in tasks { task.cancel() }
        for task in tasks { #expect(await task.value == nil) }
        #expect(await eventually { work.cancelled.value == work.begun.value })
        let begun = work.begun.value
        work.finish()
        #expect(await flight.value(of: "key") { await work.run() } == begun + 1)
    }
}
