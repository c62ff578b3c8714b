internal import CLinux
package import Platform
internal import Synchronization
package import TLS

/// Serves a router on the configured addresses. Owns sockets, threads and connections, and nothing of what is answered.
package final class HTTPServer: Sendable {
    private let context: ServerContext
    private let running = Mutex(Running())

    private struct Running {
        var workers: [Worker] = []
        var addresses: [ListenAddress] = []
    }

    /// - Parameters:
    ///   - tls: with it every TCP address speaks TLS; local sockets stay plain.
    ///   - metrics: where the server's numbers are added.
    package init(
        configuration: HTTPConfiguration, router: Router, tls: TLSContext? = nil, log: Log,
        metrics: Metrics = Metrics()
    ) {
        let own = ServerMetrics(router, loops: max(1, configuration.eventLoops))
        own.add(to: metrics)
        context = ServerContext(configuration, router, tls: tls, log: log, metrics: own)
    }

    /// Where the server listens, with the ports that the system chose. Empty before the start and after the end.
    package var addresses: [ListenAddress] {
        running.withLock { $0.addresses }
    }

    /// Binds all addresses and begins to serve. On an error nothing is bound.
    package func start() async throws(HTTPServerError) {
        precondition(addresses.isEmpty, "the server is running")
        clinux_ignore_broken_pipes()
        let loops = context.metrics.loops
        let sockets = try ListeningSocket.bindAll(context.configuration.listen, loops: loops.count)
        var workers: [Worker] = []
        do throws(SystemError) {
            for metrics in loops {
                workers.append(Worker(try EventLoop(turns: metrics.turns), context, metrics))
            }
        } catch {
            sockets.forEach { $0.close() }
            throw .noEventLoop(error)
        }
        for (index, worker) in workers.enumerated() {
            let own = sockets.filter { $0.loop == index }
            await worker.begin(own)
        }
        let addresses = sockets.filter { $0.loop == 0 }.map(\.address)
        running.withLock { $0 = Running(workers: workers, addresses: addresses) }
        context.log.info("listening", ["addresses": .array(addresses.map { .string($0.description) })])
    }

    /// Stops accepting, ends idle connections at once and lets running requests finish, for a bounded time. Returns when
    /// the last connection is gone or was cut off.
    package func shutdown() async {
        let (workers, addresses) = running.withLock { running in
            defer { running = Running() }
            return (running.workers, running.addresses)
        }
        let wait = UInt64(clamping: context.configuration.timeouts.drain.milliseconds)
        let deadline = MonotonicClock.milliseconds() + wait
        await withTaskGroup { group in
            for worker in workers { group.addTask { await worker.end(deadline: deadline) } }
        }
        for address in addresses { ListeningSocket.removeFile(of: address) }
    }
}

/// Why a server could not start.
package enum HTTPServerError: Error, Equatable {
    case cannotListen(ListenAddress, SystemError)
    /// A local socket's path is in use by a running process or by another kind of file.
    case pathTaken(String)
    case noEventLoop(SystemError)
}

extension HTTPServerError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotListen(let address, let error): "cannot listen on \(address): \(error)"
        case .pathTaken(let path): "cannot listen on unix:\(path): the path is in use"
        case .noEventLoop(let error): "cannot make an event loop: \(error)"
        }
    }
}
