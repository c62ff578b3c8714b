package import Model
internal import Synchronization

/// Wakes the courier of a channel, in the process where something was posted. Other processes look every few seconds.
package final class MessageBell: Sendable {
    private struct State {
        /// Rings that nobody has heard yet.
        var rung: Set<MessageChannel> = []
        var waiting: [MessageChannel: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package func ring(_ channel: MessageChannel) {
        let continuation = state.withLock { state in
            state.rung.insert(channel)
            return state.waiting.removeValue(forKey: channel)
        }
        continuation?.resume()
    }

    /// Waits for a ring, or for the one since the last call. One courier waits on each channel.
    /// - Returns: whether it rang; `false` when the time was over.
    func wait(_ channel: MessageChannel, for duration: Duration) async -> Bool {
        if takeRing(channel) { return true }
        let timer = Task {
            // A timer that is cancelled has nothing to do any more.
            guard (try? await Task.sleep(for: duration)) != nil else { return }
            endWait(channel)
        }
        defer { timer.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if Task.isCancelled || state.rung.contains(channel) { return true }
                    state.waiting[channel] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            endWait(channel)
        }
        return takeRing(channel)
    }

    private func takeRing(_ channel: MessageChannel) -> Bool {
        state.withLock { $0.rung.remove(channel) != nil }
    }

    private func endWait(_ channel: MessageChannel) {
        state.withLock { $0.waiting.removeValue(forKey: channel) }?.resume()
    }
}
