internal import Dispatch

/// Signals to the process as an asynchronous sequence, instead of their default effect.
package final class ProcessSignals {
    package enum Signal: Int32, Sendable, CaseIterable {
        case terminate = 15
        case interrupt = 2
        /// Asks for new certificates.
        case hangUp = 1
    }

    package let signals: AsyncStream<Signal>
    private let sources: [any DispatchSourceSignal]

    /// When this returns, the signals only arrive here. Until then they have their default effect: one that came while it
    /// was ignored, and nobody listened yet, would be lost.
    package init() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Signal.self)
        signals = stream
        let (registrations, registered) = AsyncStream.makeStream(of: Void.self)
        sources = Signal.allCases.map { signal in
            let source = DispatchSource.makeSignalSource(signal: signal.rawValue)
            source.setEventHandler { continuation.yield(signal) }
            source.setRegistrationHandler { registered.yield() }
            source.activate()
            return source
        }
        var missing = sources.count
        for await _ in registrations {
            missing -= 1
            if missing == 0 { break }
        }
    }
}
