internal import HTTP
internal import Outbound
internal import Platform
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("Requests to other servers: one that is slow is waited for by those who asked it", .timeLimit(.minutes(5)))
struct FairnessTests {
    /// Holds a request on its way: right before its last byte goes, where no time limit of a transfer reaches.
    private final class Barrier: Sendable {
        private let state = Mutex((isReached: false, isOpen: false))

        var isReached: Bool { state.withLock { $0.isReached } }

        func open() { state.withLock { $0.isOpen = true } }

        /// - Parameter isGranted: whether the last byte goes then.
        func handOver(isGranted: Bool = true) -> HandOver {
            HandOver { [self] in
                state.withLock { $0.isReached = true }
                _ = await eventually { state.withLock { $0.isOpen } }
                return isGranted
            }
        }
    }

    /// A server's page that never comes.
    private static func mute(_ arrivals: Counter) -> Route {
        Route(.get, "/mute", "mute") { _ in
            arrivals.increment()
            // The server is stopped before this ends; then the sleep is cancelled.
            try? await Task.sleep(for: .seconds(600))
            return .empty(.ok)
        }
    }

    private static func client(_ connections: Int, total: Duration = .seconds(600)) -> HTTPClient {
        var limits = HTTPClient.Limits()
        limits.total = total
        return HTTPClient(.open, connections: connections, limits: limits)
    }

    /// - Returns: why there was no answer; `nil` when there was one.
    private static func failure(
        _ client: HTTPClient, _ url: String, for principal: String? = nil
    ) async -> OutboundError? {
        var request = WebRequest(.get, url)
        request.principal = principal
        do throws(OutboundError) {
            _ = try await client.send(request)
            return nil
        } catch {
            return error
        }
    }

    /// Begins a request that is held; again where its time has run out before, on a machine under load.
    private static func hold(
        _ client: HTTPClient, at server: WebServer, by barrier: Barrier, isGranted: Bool = true
    ) async -> Task<WebResponse?, Never> {
        while true {
            let ended = Counter()
            let request = WebRequest(.post, server.url("/echo"), body: [1])
            let task = Task {
                defer { ended.increment() }
                // What matters is whether it comes to the barrier.
                return try? await client.send(request, handOver: barrier.handOver(isGranted: isGranted))
            }
            _ = await eventually { barrier.isReached || ended.value > 0 }
            if barrier.isReached { return task }
        }
    }

    @Test func `a server that never answers has half of the connections`() async throws {
        let arrivals = Counter()
        try await WebServer.with([Self.mute(arrivals)]) { slow in
            try await WebServer.with { good in
                let client = Self.client(4)
                await withTaskGroup { group in
                    for _ in 0..<20 { group.addTask { await Self.failure(client, slow.url("/mute")) } }
                    #expect(await eventually { arrivals.value == 2 })
                    for _ in 0..<20 { #expect(await Self.failure(client, good.url("/status/200")) == nil) }
                    #expect(arrivals.value == 2)
                    group.cancelAll()
                    for await error in group { #expect(error?.kind == .abandoned) }
                }
            }
        }
    }

    @Test func `one principal has a quarter, however many servers it has`() async throws {
        let arrivals = Counter()
        try await WebServer.with([Self.mute(arrivals)]) { one in
            try await WebServer.with([Self.mute(arrivals)]) { two in
                let client = Self.client(8)
                await withTaskGroup { group in
                    for number in 0..<20 {
                        let url = (number.isMultiple(of: 2) ? one : two).url("/mute")
                        group.addTask { await Self.failure(client, url, for: "evil") }
                    }
                    #expect(await eventually { arrivals.value == 2 })
                    for server in [one, two] {
                        for principal in ["good", nil] {
                            let url = server.url("/status/200")
                            #expect(await Self.failure(client, url, for: principal) == nil)
                        }
                    }
                    #expect(arrivals.value == 2)
                    group.cancelAll()
                    for await error in group { #expect(error?.kind == .abandoned) }
                }
            }
        }
    }

    @Test func `who waits for longer than a request may take is refused`() async throws {
        try await WebServer.with { server in
            let client = Self.client(1, total: .seconds(1))
            let barrier = Barrier()
            let first = await Self.hold(client, at: server, by: barrier)
            #expect(await Self.failure(client, server.url("/status/200"))?.kind == .busy)
            barrier.open()
            _ = await first.value
            // A machine under load may need longer than that for one request.
            let isFree = await eventually { await Self.failure(client, server.url("/status/200")) == nil }
            #expect(isFree)
        }
    }

    @Test func `the time of waiting is part of a request's time`() async throws {
        // Under load a request may end late for other reasons. One whose wait does not count never ends in time.
        var hasEnded = false
        for _ in 0..<20 where !hasEnded { hasEnded = try await endsInTime(after: .seconds(3), of: .seconds(4)) }
        #expect(hasEnded)
    }

    /// Lets a request to a server that never answers wait for a connection first.
    /// - Returns: whether it has a connection in the end, and not for as long as a request may take.
    private func endsInTime(after wait: Duration, of total: Duration) async throws -> Bool {
        let late = Counter()
        try await WebServer.with([Self.mute(Counter())]) { server in
            let client = Self.client(1, total: total)
            let barrier = Barrier()
            let holder = await Self.hold(client, at: server, by: barrier, isGranted: false)
            let waiting = Task { await Self.failure(client, server.url("/mute")) }
            try await Task.sleep(for: wait)
            let opened = ContinuousClock.now
            barrier.open()
            let error = await waiting.value
            if error?.kind == .busy || opened.duration(to: .now) >= total { late.increment() }
            _ = await holder.value
        }
        return late.value == 0
    }

    @Test func `who is cancelled while waiting leaves at once, and takes no connection with them`() async throws {
        try await WebServer.with { server in
            let client = Self.client(1)
            let barrier = Barrier()
            let first = await Self.hold(client, at: server, by: barrier)
            let waiting = (0..<10).map { _ in Task { await Self.failure(client, server.url("/status/200")) } }
            for task in waiting { task.cancel() }
            for task in waiting { #expect(await task.value?.kind == .abandoned) }
            barrier.open()
            let answer = await first.value
            #expect(answer?.status == 201)
            #expect(await Self.failure(client, server.url("/status/200")) == nil)
        }
    }

    @Test func `whoever is cancelled at whatever moment, the others get their answers`() async throws {
        try await WebServer.with { server in
            let client = Self.client(2)
            for round in 0..<50 {
                let tasks = (0..<8).map { _ in Task { await Self.failure(client, server.url("/status/200")) } }
                for (number, task) in tasks.enumerated() where number.isMultiple(of: 2) {
                    if round.isMultiple(of: 2) { await Task.yield() }
                    task.cancel()
                }
                for (number, task) in tasks.enumerated() {
                    let error = await task.value
                    #expect(error == nil || (number.isMultiple(of: 2) && error?.kind == .abandoned))
                }
            }
        }
    }

    @Test func `so many wait for one server, and more are refused at once`() async throws {
        try await WebServer.with { slow in
            try await WebServer.with { good in
                let client = Self.client(2)
                let barrier = Barrier()
                let first = await Self.hold(client, at: slow, by: barrier)
                await withTaskGroup { group in
                    for _ in 0..<74 { group.addTask { await Self.failure(client, slow.url("/status/200")) } }
                    for _ in 0..<10 { #expect(await group.next()??.kind == .busy) }
                    #expect(await Self.failure(client, good.url("/status/200")) == nil)
                    barrier.open()
                    for await error in group { #expect(error == nil) }
                }
                let answer = await first.value
                #expect(answer?.status == 201)
            }
        }
    }
}
