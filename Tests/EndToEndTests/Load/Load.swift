internal import Foundation
internal import Synchronization

/// Clients that change and ask without a pause, each with a connection of its own, and note what they are told.
final class Load: Sendable {
    private let world: LoadWorld
    private let ledger: Ledger
    private let ports: [Int]
    /// A number for each client of all loads on this ledger, so that names are used once.
    private let number = Atomic<Int>(0)
    private let names = UUID().uuidString.prefix(8).lowercased()
    private let isEnded = Atomic<Bool>(false)
    private let threads = DispatchGroup()

    /// - Parameter ports: of the nodes; the clients are spread over them.
    init(_ world: LoadWorld, _ ledger: Ledger, ports: [Int]) {
        self.world = world
        self.ledger = ledger
        self.ports = ports
    }

    func start(writers: Int = 4, readers: Int = 2) {
        for index in 0..<(writers + readers) {
            let number = self.number.wrappingAdd(1, ordering: .relaxed).newValue
            let port = ports[index % ports.count]
            threads.enter()
            let thread = Thread { [self] in
                let client = LoadClient(
                    KeepAliveClient(port: port), world, ledger, name: "\(names)-\(number)", number: number)
                while !isEnded.load(ordering: .relaxed) {
                    if index < writers { client.change() } else { client.ask() }
                }
                threads.leave()
            }
            thread.start()
        }
    }

    /// Returns when every client has its last answer.
    func stop() async {
        isEnded.store(true, ordering: .relaxed)
        await withCheckedContinuation { continuation in
            threads.notify(queue: .global()) { continuation.resume() }
        }
    }
}

/// One client.
private final class LoadClient {
    private typealias Failure = KeepAliveClient.Failure

    private let client: KeepAliveClient
    private let world: LoadWorld
    private let ledger: Ledger
    private let name: String
    private let number: Int
    private var step = 0

    init(_ client: KeepAliveClient, _ world: LoadWorld, _ ledger: Ledger, name: String, number: Int) {
        self.client = client
        self.world = world
        self.ledger = ledger
        self.name = name
        self.number = number
    }

    func change() {
        step += 1
        switch step % 4 {
        case 0: createUser()
        case 1: setMetadata()
        case 2: issue()
        default: revoke()
        }
    }

    func ask() {
        guard let (token, isRevoked) = ledger.anyToken() else { return wait() }
        guard
            let answer = (answer("introspect") { (client) throws(Failure) in try client.introspect(token.text, world) })
        else { return }
        guard let isActive = answer.isActive else { return ledger.count { $0.unexpected["introspect: no answer"] = 1 } }
        // A token that was live when the question began may have been revoked before the answer.
        let isWronglyInactive = !isActive && !isRevoked && ledger.isLive(token)
        ledger.count { counts in
            counts.introspected += 1
            if isActive && isRevoked { counts.wronglyActive += 1 }
            if isWronglyInactive { counts.wronglyInactive += 1 }
        }
    }

    private func createUser() {
        guard
            let answer =
                (answer("create") { (client) throws(Failure) in try client.createUser("\(name)-\(step)", world) })
        else { return }
        if let id = answer.text("id") { ledger.created(id) }
    }

    private func setMetadata() {
        let user = world.machines[number % world.machines.count].id
        let value = ledger.attempt("\(user) \(name)")
        guard
            (answer("metadata") { (client) throws(Failure) in try client.setMetadata(name, value, of: user, world) })
                != nil
        else { return }
        ledger.acknowledge("\(user) \(name)", value)
    }

    private func issue() {
        let machine = Int.random(in: world.machines.indices)
        guard
            let answer =
                (answer("token") { (client) throws(Failure) in try client.token(world.machines[machine], world) })
        else { return }
        if let text = answer.text("access_token") { ledger.issued(.init(text: text, machine: machine)) }
    }

    private func revoke() {
        guard let token = ledger.takeLiveToken() else { return }
        let machine = world.machines[token.machine]
        guard (answer("revoke") { (client) throws(Failure) in try client.revoke(token.text, by: machine) }) != nil
        else { return }
        ledger.revoked(token)
    }

    /// The answer if it is a 200; everything else is counted.
    private func answer(
        _ what: String, _ send: (KeepAliveClient) throws(Failure) -> KeepAliveClient.Answer
    ) -> KeepAliveClient.Answer? {
        do throws(Failure) {
            let answer = try send(client)
            switch answer.status {
            case 200: return answer
            case 503 where answer.asksToWait:
                ledger.count { $0.unavailable += 1 }
                wait()
            default:
                let text = String(decoding: answer.body, as: UTF8.self)
                ledger.count { $0.unexpected["\(what): \(answer.status) \(text)", default: 0] += 1 }
            }
        } catch {
            switch error {
            case .timedOut: ledger.count { $0.unexpected["\(what): no answer in time", default: 0] += 1 }
            case .refused, .closed, .cutOff:
                ledger.count { $0.unanswered += 1 }
                wait()
            }
        }
        return nil
    }

    /// As a client does that is told to come back: here only so long that the machine is left for others.
    private func wait() {
        usleep(5000)
    }
}
