internal import HTTP
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("Stopping the server")
struct ShutdownTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    final class Counter: Sendable {
        private let count = Mutex(0)

        var value: Int { count.withLock { $0 } }

        func increment() {
            count.withLock { $0 += 1 }
        }
    }

    /// Lets handlers wait until they are told to go on.
    final class Gate: Sendable {
        private let state = Mutex<(isOpen: Bool, waiters: [CheckedContinuation<Void, Never>])>((false, []))

        var waiting: Int { state.withLock { $0.waiters.count } }

        func pass() async {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    if !state.isOpen { state.waiters.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
        }

        func open() {
            let waiters = state.withLock { state in
                defer { state = (true, []) }
                return state.waiters
            }
            for waiter in waiters { waiter.resume() }
        }

        func waitFor(_ count: Int) async {
            #expect(await eventually { waiting >= count })
        }
    }

    @Test func `idle connections end at once and nothing new is accepted`() async throws {
        try await RunningServer.with(configure: { $0.timeouts.drain = .seconds(600) }) { address, server in
            let fresh = try await RawClient.connect(to: address)
            let used = try await RawClient.connect(to: address)
            try await used.send(Self.get)
            _ = try await used.responses(1)
            let start = ContinuousClock.now
            await server.shutdown()
            #expect(start.duration(to: .now) < .seconds(300))
            #expect(try await fresh.readToEnd().isEmpty)
            #expect(try await used.readToEnd().isEmpty)
            await #expect(throws: RawClient.Failure.self) { try await RawClient.connect(to: address) }
            #expect(server.addresses.isEmpty)
        }
    }

    @Test func `a running request is finished and told that the connection closes`() async throws {
        let gate = Gate()
        let route = Route(.get, "/gate", "gate") { _ in
            await gate.pass()
            return .text(.ok, "through")
        }
        try await RunningServer.with([route], configure: { $0.timeouts.drain = .seconds(60) }) { address, server in
            let client = try await RawClient.connect(to: address)
            try await client.send("GET /gate HTTP/1.1\r\nHost: a\r\n\r\n")
            await gate.waitFor(1)
            async let stopped: Void = server.shutdown()
            gate.open()
            let response = RawResponse.parse(try await client.readToEnd()).first
            await stopped
            #expect(response?.text == "through")
        }
    }

    @Test func `a request that never ends is cut off after the drain time`() async throws {
        let gate = Gate()
        let route = Route(.get, "/gate", "gate") { _ in
            await gate.pass()
            return .text(.ok, "through")
        }
        try await RunningServer.with([route], configure: { $0.timeouts.drain = .milliseconds(80) }) { address, server in
            let client = try await RawClient.connect(to: address)
            try await client.send("GET /gate HTTP/1.1\r\nHost: a\r\n\r\n")
            await gate.waitFor(1)
            await server.shutdown()
            #expect(try await client.readToEnd().isEmpty)
            gate.open()
        }
    }

    @Test func `stopping under load cuts nothing off`() async throws {
        try await RunningServer.with(configure: { $0.eventLoops = 2 }) { address, server in
            let served = Counter()
            await withTaskGroup { group in
                for _ in 0..<16 {
                    group.addTask {
                        guard let client = try? await RawClient.connect(to: address) else { return }
                        while true {
                            // The server may close between two requests; a request it has begun to answer is answered whole.
                            guard (try? await client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")) != nil,
                                let bytes = try? await client.read(until: { RawResponse.parse($0).count == 1 }),
                                !bytes.isEmpty
                            else { return }
                            #expect(RawResponse.parse(bytes).first?.body.count == 3_000_000)
                            served.increment()
                        }
                    }
                }
                group.addTask {
                    #expect(await eventually { served.value >= 24 })
                    await server.shutdown()
                }
            }
            #expect(served.value >= 24)
        }
    }
}
