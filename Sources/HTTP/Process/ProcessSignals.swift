internal import CLinux
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

    /// From now on the signals only arrive here.
    package init() {
        let (stream, continuation) = AsyncStream.makeStream(of: Signal.self)
        signals = stream
        sources = Signal.allCases.map { signal in
            clinux_ignore_signal(signal.rawValue)
            let source = DispatchSource.makeSignalSource(signal: signal.rawValue)
            source.setEventHandler { continuation.yield(signal) }
            source.activate()
            return source
        }
    }
}
