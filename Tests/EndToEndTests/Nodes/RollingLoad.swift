internal import Foundation
internal import Synchronization

/// What clients met while nodes came and went.
final class RollingLedger: Sendable {
    struct Counts: Sendable {
        var answered = 0
        /// A connection that rested had been closed; the request went to a new one.
        var closedIdle = 0
        /// The connection ended before an answer began, or nobody listened: the request went to another node.
        var elsewhere = 0
        /// What a client cannot put right; there must be none.
        var failed: [String: Int] = [:]
    }

    private let state = Mutex(Counts())

    var counts: Counts { state.withLock { $0 } }

    func count(_ change: (inout Counts) -> Void) {
        state.withLock { change(&$0) }
    }
}

/// Clients that ask for tokens and introspect them at any node, as they reach them through a proxy.
final class RollingLoad: Sendable {
    private let world: LoadWorld
    private let ledger: RollingLedger
    private let ports: [Int]
    private let isEnded = Atomic<Bool>(false)
    private let threads = DispatchGroup()

    init(_ world: LoadWorld, _ ledger: RollingLedger, ports: [Int]) {
        self.world = world
        self.ledger = ledger
        self.ports = ports
    }

    func start(_ count: Int) {
        for index in 0..<count {
            threads.enter()
            let thread = Thread { [self] in
                run(index)
                threads.leave()
            }
            thread.start()
        }
    }

    func stop() async {
        isEnded.store(true, ordering: .relaxed)
        await withCheckedContinuation { continuation in
            threads.notify(queue: .global()) { continuation.resume() }
        }
    }

    private func run(_ index: Int) {
        let clients = ports.map { KeepAliveClient(port: $0) }
        let machine = world.machines[index % world.machines.count]
        var turn = index
        while !isEnded.load(ordering: .relaxed) {
            turn += 1
            let issued = send("token", clients, turn) { (client) throws(KeepAliveClient.Failure) in
                try client.token(machine, world)
            }
            guard let token = issued?.text("access_token") else { continue }
            let answer = send("introspect", clients, turn + 1) { (client) throws(KeepAliveClient.Failure) in
                try client.introspect(token, world)
            }
            if answer?.isActive == false { ledger.count { $0.failed["wrongly inactive", default: 0] += 1 } }
        }
        let closedIdle = clients.reduce(0) { $0 + $1.sentAgain }
        ledger.count { $0.closedIdle += closedIdle }
    }

    private func send(
        _ what: String, _ clients: [KeepAliveClient], _ turn: Int,
        _ body: (KeepAliveClient) throws(KeepAliveClient.Failure) -> KeepAliveClient.Answer
    ) -> KeepAliveClient.Answer? {
        for offset in clients.indices {
            do throws(KeepAliveClient.Failure) {
                let answer = try body(clients[(turn + offset) % clients.count])
                guard answer.status == 200 else {
                    ledger.count { $0.failed["\(what): \(answer.status)", default: 0] += 1 }
                    return nil
                }
                ledger.count { $0.answered += 1 }
                return answer
            } catch {
                switch error {
                case .refused, .closed: ledger.count { $0.elsewhere += 1 }
                case .cutOff, .timedOut:
                    ledger.count { $0.failed["\(what): \(error)", default: 0] += 1 }
                    return nil
                }
            }
        }
        ledger.count { $0.failed["\(what): no node", default: 0] += 1 }
        return nil
    }
}
