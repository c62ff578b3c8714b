internal import App
internal import Domain
package import Model
internal import Synchronization

/// Keeps the messages that a service would have sent.
final class Mailbox: Sendable {
    private let kept = Mutex<[MessageContent]>([])

    func append(_ message: MessageContent) {
        kept.withLock { $0.append(message) }
    }

    var messages: [MessageContent] { kept.withLock { $0 } }
}

extension TestServer {
    /// Everything that this service has told people, by mail or SMS, in the order of sending.
    package func messages() async -> [MessageContent] {
        for channel in MessageChannel.allCases { await service.jobs.courier.deliver(channel) }
        return mailbox.messages
    }
}
