package import Crypto
package import Model
internal import Outbound
package import Platform
package import Storage

/// Sends what is in the outbox.
///
/// A message is taken up by a mark with an end, so that a courier that dies leaves it to another one. Right before its
/// last byte goes a second mark is made durable: from then on the message is never sent again, unless the server said
/// no. What is found with that mark later, because the process died in between, may have arrived, and is given up. So
/// nothing is lost while a server is away, and nothing is sent twice.
package struct Courier: Sendable {
    /// Where the messages of a process go.
    package enum Route: Sendable {
        case providers(MessageSender, ConfiguredProviders)
        /// To somebody who watches, such as the demo's console. Nothing is sent.
        case console(@Sendable (MessageContent) -> Void)
    }

    /// How often another process's messages are looked for.
    private let interval: Duration
    /// Longer than a transfer may take.
    static let lease = Duration.minutes(4)
    /// Messages of a channel that are on the way at once.
    private static let parallel = 4

    let database: Database
    let vault: MessageVault
    let providerVault: ProviderVault
    let route: Route
    let statistics: MessageStatistics
    let clock: WallClock
    let log: Log
    private let bell: MessageBell
    private let warnings = Warnings()

    package init(
        database: Database, masterKey: MasterKey, route: Route, bell: MessageBell, statistics: MessageStatistics,
        clock: WallClock, log: Log, interval: Duration = .seconds(2)
    ) {
        self.interval = interval
        self.database = database
        vault = MessageVault(masterKey: masterKey)
        providerVault = ProviderVault(masterKey: masterKey)
        self.route = route
        self.bell = bell
        self.statistics = statistics
        self.clock = clock
        self.log = log
    }

    /// Sends until the task is cancelled. What is on the way then is finished.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for channel in MessageChannel.allCases { group.addTask { await run(channel) } }
        }
    }

    private func run(_ channel: MessageChannel) async {
        var hasRung = false
        while !Task.isCancelled {
            // The bell rings before the transaction is durable that posts the message, so one look may come too early.
            var pause = Duration.milliseconds(4)
            while await deliver(channel) == 0, hasRung, pause < .seconds(2), !Task.isCancelled {
                // Cancellation ends the sleep, and the condition sees it.
                try? await Task.sleep(for: pause)
                pause = pause * 4
            }
            hasRung = await bell.wait(channel, for: interval)
        }
    }

    /// Sends everything that is due now. A store that does not answer is logged, and asked again the next time.
    /// - Returns: how many messages were taken up.
    @discardableResult
    package func deliver(_ channel: MessageChannel) async -> Int {
        do throws(DomainError) {
            let count = try await deliverDue(channel)
            try await statistics.refresh(from: database, at: clock.now())
            return count
        } catch {
            log.error("messages cannot be sent", ["errorId": .string(error.id), "reason": .string(error.message)])
            return 0
        }
    }

    private func deliverDue(_ channel: MessageChannel) async throws(DomainError) -> Int {
        let now = clock.now()
        guard try await database.read({ (tx) throws(DomainError) in try tx.hasDueMessages(channel, at: now) }) else {
            return 0
        }
        let destination = try await destination(of: channel)
        try await buryLost(channel, isServed: destination != nil, at: now)
        guard let destination else { return 0 }
        var count = 0
        while !Task.isCancelled {
            let holder = SecureRandom.alphanumeric(16)
            let moment = clock.now()
            let taken = try await database.write { (tx) throws(DomainError) in
                try tx.takeMessages(
                    channel, holder: holder, until: moment + Self.lease, atMost: Self.parallel, at: moment)
            }
            guard !taken.isEmpty else { break }
            count += taken.count
            await withDiscardingTaskGroup { group in
                for message in taken {
                    group.addTask { await Delivery(courier: self, message: message, holder: holder).run(destination) }
                }
            }
        }
        return count
    }

    enum Destination: Sendable {
        case provider(MessageSender, ActiveProvider)
        case console(@Sendable (MessageContent) -> Void)
    }

    /// - Returns: `nil`, and a line in the log the first time, when there is nobody who sends.
    private func destination(of channel: MessageChannel) async throws(DomainError) -> Destination? {
        switch route {
        case .console(let show): return .console(show)
        case .providers(let sender, let configured):
            let stored = try await database.read { (tx) throws(DomainError) in
                try tx.activeMessageProvider(channel)
            }
            if let provider = stored.map(open) ?? configured.provider(of: channel) {
                warnings.forget(channel)
                return .provider(sender, provider)
            }
            if warnings.isFirst(channel) {
                log.warning(
                    "nobody is configured who sends messages; they wait until they expire",
                    ["channel": .string(channel.rawValue)])
            }
            return nil
        }
    }

    private func open(_ stored: (provider: MessageProvider, secret: [UInt8]?)) -> ActiveProvider {
        let secret = stored.secret.flatMap(providerVault.open) ?? Secret("")
        return ActiveProvider(
            id: stored.provider.id.rawValue, description: stored.provider.description,
            configuration: stored.provider.configuration, secret: secret)
    }

    /// Gives up what was left behind, and what nobody needs any more. Where nobody sends, the latter is no fault and goes
    /// without a word.
    private func buryLost(
        _ channel: MessageChannel, isServed: Bool, at now: Timestamp
    ) async throws(DomainError) {
        let (leftBehind, expired) = try await database.write { (tx) throws(DomainError) in
            let leftBehind = try tx.buryMessagesLeftBehind(channel, at: now)
            if isServed { return (leftBehind, try tx.buryExpiredMessages(channel, at: now)) }
            try tx.deleteExpiredMessages(channel, at: now)
            return (leftBehind, [])
        }
        for message in leftBehind { tell(message, .unknownOutcome) }
        for message in expired { tell(message, .expired) }
    }

    /// Says once that a message was given up.
    func tell(_ message: Message, _ failure: MessageFailure, detail: String = "") {
        statistics.count(message.channel, .dead)
        log.error(
            "a message was given up",
            [
                "messageId": .string(message.id.rawValue), "channel": .string(message.channel.rawValue),
                "kind": .string(message.kind.rawValue), "userId": .string(message.userID.rawValue),
                "attempts": .integer(message.attempts), "reason": .string(failure.rawValue),
                "detail": .string(detail),
            ])
    }
}
