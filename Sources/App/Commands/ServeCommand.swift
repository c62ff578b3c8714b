internal import Crypto
internal import Domain
internal import FoundationEssentials
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TLS

/// `alcazar serve`.
enum ServeCommand {
    static func run(_ configuration: Configuration) async throws {
        // In a container this process is the first one, which the system gives no signal that it does not ask for.
        let signals = await ProcessSignals()
        let log = Output.log(minimum: configuration.logLevel)
        for name in configuration.unknownSettings {
            log.warning("a setting with this name does not exist", ["setting": .string(name)])
        }
        let store = try await OpenStore(configuration, log: log)
        if let made = try await store.setUpIfEmpty(configuration) {
            try FirstInstanceReport.deliver(made, configuration)
        }
        let running = try await RunningService(configuration, store, log: log)
        try await running.serve(until: signals)
    }
}

/// A service with its sockets open.
struct RunningService {
    let service: Service
    let server: HTTPServer
    private let store: OpenStore
    private let tls: TLSContext?
    private let log: Log

    init(_ configuration: Configuration, _ store: OpenStore, log: Log) async throws {
        let metrics = Metrics()
        self.store = store
        self.log = log
        service = try await store.service(configuration, log: log, metrics: metrics)
        do throws(DomainError) {
            try await service.prepare()
        } catch {
            throw StartError("the service cannot start: \(error.message) (\(error.id))")
        }
        do throws(TLSError) {
            tls = try configuration.tls.map { (files) throws(TLSError) in
                try TLSContext(certificateChain: files.certificate, privateKey: files.key)
            }
        } catch {
            throw StartError("TLS: \(error)")
        }
        server = HTTPServer(
            configuration: configuration.http, router: service.router, tls: tls, log: log, metrics: metrics)
        do throws(HTTPServerError) {
            try await server.start()
        } catch {
            throw StartError("\(error)")
        }
    }

    /// Runs the background jobs until SIGTERM or SIGINT, then finishes what is under way. SIGHUP reads the certificate
    /// again.
    func serve(until signals: ProcessSignals) async throws {
        let jobs = Task { await service.jobs.run() }
        for await signal in signals.signals {
            guard signal == .hangUp else { break }
            reloadCertificate()
        }
        log.info("stopping")
        jobs.cancel()
        await server.shutdown()
        await jobs.value
        await store.database.close()
        log.info("stopped")
    }

    /// A certificate that cannot be used leaves the old one in use.
    private func reloadCertificate() {
        guard let tls else { return }
        do throws(TLSError) {
            try tls.reload()
            log.info("certificate reloaded")
        } catch {
            log.error("the certificate was not reloaded", ["reason": .string("\(error)")])
        }
    }
}
