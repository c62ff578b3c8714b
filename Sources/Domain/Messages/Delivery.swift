internal import Model
internal import Outbound
internal import Platform
internal import Storage

/// One attempt to send one message that a courier has taken up.
struct Delivery: Sendable {
    /// How long a message is tried.
    private static let patience = Duration.hours(24)
    private static let firstPause = Duration.seconds(5)
    private static let longestPause = Duration.hours(1)

    let courier: Courier
    let message: Message
    let holder: String

    func run(_ destination: Courier.Destination) async {
        guard let content = courier.vault.open(message.sealedContent) else {
            await bury(.unreadable)
            return
        }
        do throws(OutboundError) {
            switch destination {
            case .console(let show):
                guard await beginHandOver() else { throw OutboundError(.abandoned) }
                show(content)
            case .provider(let sender, let provider):
                try await sender.send(
                    content, try await envelope(), by: provider, handOver: HandOver { await beginHandOver() })
            }
            await forget()
        } catch {
            await settle(error)
        }
    }

    private func envelope() async throws(OutboundError) -> MessageSender.Envelope {
        let organization = message.organizationID
        do throws(DomainError) {
            let branding = try await courier.database.read(
                Query<EffectiveSettings<BrandingSettings>>.settings(of: organization)
            ).value
            return MessageSender.Envelope(
                id: message.id.rawValue, kind: message.kind, channel: message.channel, branding: branding,
                time: courier.clock.now())
        } catch {
            throw OutboundError(.abandoned)
        }
    }

    private func beginHandOver() async -> Bool {
        let now = courier.clock.now()
        do throws(DomainError) {
            return try await courier.database.write { (tx) throws(DomainError) in
                try tx.beginHandOver(message.id, holder: holder, until: now + Courier.lease, at: now)
            }
        } catch {
            // What cannot be noted must not be done.
            return false
        }
    }

    /// The message was sent. If that cannot be noted now or a little later, it is given up in the end, and never sent
    /// again.
    private func forget() async {
        courier.statistics.count(message.channel, .sent)
        for attempt in 1...5 {
            do throws(DomainError) {
                try await courier.database.write { (tx) throws(DomainError) in
                    try tx.deleteMessage(message.id, holder: holder)
                }
                return
            } catch {
                guard error.kind == .unavailable, attempt < 5 else { break }
                // A cancelled sleep only makes the next attempt come earlier.
                try? await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    private func settle(_ error: OutboundError) async {
        if error.mayHaveArrived {
            await bury(.unknownOutcome, detail: error.description)
            return
        }
        switch error.kind {
        case .refused: await bury(.refused, detail: error.description)
        case .invalid: await bury(.unsendable, detail: error.description)
        case .abandoned:
            // The process stops, and the next one goes on; or what goes out could not be noted.
            await putBack(after: Task.isCancelled ? .zero : Self.firstPause, error)
        case .denied, .unreachable, .noSuchHost, .interrupted, .insecure, .notAuthenticated, .refusedForNow, .tooLarge,
            .busy:
            let pause = Self.pause(after: message.attempts)
            guard courier.clock.now().since(message.createdAt) + pause < Self.patience else {
                await bury(.gaveUp, detail: error.description)
                return
            }
            courier.statistics.count(message.channel, .failed)
            courier.log.warning(
                "a message was not sent and is tried again",
                [
                    "messageId": .string(message.id.rawValue), "channel": .string(message.channel.rawValue),
                    "attempts": .integer(message.attempts), "reason": .string(error.description),
                    "after": .integer(pause.milliseconds),
                ])
            await putBack(after: pause, error)
        }
    }

    /// Each pause is twice the one before, and each differs a little from others, so that what failed together does not
    /// come back together.
    private static func pause(after attempts: Int64) -> Duration {
        let doublings = min(max(attempts, 1) - 1, 12)
        let pause = min(firstPause * (1 << doublings), longestPause)
        return .milliseconds(Int64(Double(pause.milliseconds) * .random(in: 0.8...1.2)))
    }

    private func putBack(after pause: Duration, _ error: OutboundError) async {
        let now = courier.clock.now()
        await note { (tx) throws(DomainError) in
            try tx.putBackMessage(
                message.id, holder: holder, until: now + pause, reason: error.description, at: now)
        }
    }

    private func bury(_ failure: MessageFailure, detail: String = "") async {
        courier.tell(message, failure, detail: detail)
        let now = courier.clock.now()
        await note { (tx) throws(DomainError) in
            try tx.buryMessage(message.id, holder: holder, failure, at: now)
        }
    }

    /// What cannot be noted ends with the mark on the message: it is taken up again, or given up if it may have arrived.
    private func note(_ body: @escaping @Sendable (borrowing Transaction) throws(DomainError) -> Void) async {
        do throws(DomainError) {
            try await courier.database.write(body)
        } catch {
            courier.log.error(
                "what became of a message was not noted",
                ["messageId": .string(message.id.rawValue), "reason": .string(error.message)])
        }
    }
}
