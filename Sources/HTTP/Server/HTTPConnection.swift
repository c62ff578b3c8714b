internal import CLinux
internal import Glibc
internal import Platform
internal import TLS

/// One connection: reads a request, has it answered, writes the response, and again. Requests that a client sends ahead
/// wait in the kernel or in one bounded buffer and are answered in their order.
struct HTTPConnection: ~Copyable {
    private enum Incoming {
        case message(RequestDecoder.Message)
        case refused(HTTPProtocolError)
        /// The peer is gone, idle for too long, or not needed any longer.
        case closed
    }

    let channel: Channel
    let worker: Worker
    let peer: ClientPeer
    private var input = InputBuffer()
    private var decoder: RequestDecoder
    /// When the first byte of the current request was seen; `nil` between requests.
    private var began: UInt64?
    private var bodyBegan: UInt64?
    private var servedFromBuffer = 0
    private var bodyHold: BodyHold

    init(_ channel: Channel, _ worker: Worker, _ peer: ClientPeer) {
        self.channel = channel
        self.worker = worker
        self.peer = peer
        decoder = RequestDecoder(limits: worker.context.configuration.limits)
        bodyHold = BodyHold(worker.context.configuration.limits, worker.metrics)
    }

    private var now: UInt64 { channel.loop.now }
    private var waits: ServerContext.Waits { worker.context.waits }

    mutating func run() async {
        channel.deadline = now + waits.header
        if await channel.handshake() {
            serve: while true {
                switch await receive() {
                case .message(let message):
                    let isOpen = await answer(message)
                    bodyHold.release()
                    guard isOpen else { break serve }
                case .refused(let error):
                    await refuse(error)
                    break serve
                case .closed:
                    break serve
                }
            }
        }
        channel.tls?.close()
        channel.task = nil
        channel.loop.remove(channel)
    }

    // MARK: - Requests

    private mutating func receive() async -> Incoming {
        began = nil
        bodyBegan = nil
        if !input.isEmpty {
            began = now
            servedFromBuffer += 1
            if servedFromBuffer % worker.context.configuration.limits.pipelinedRequests == 0 { await Task.yield() }
        }
        while true {
            do throws(HTTPProtocolError) {
                if let message = try decoder.next(&input) { return .message(message) }
            } catch {
                return .refused(error)
            }
            if decoder.expectsContinue, input.isEmpty {
                guard await goAhead() else { return .closed }
            }
            beginReceiving()
            var received = channel.receive(into: &input)
            while received == nil {
                await channel.wait()
                received = channel.receive(into: &input)
            }
            channel.isIdle = false
            switch received {
            case .bytes:
                if began == nil { began = now }
                // Before it is decoded, so that the last piece is counted too; what is decoded is held until the answer.
                if decoder.isReadingBody, !bodyHold.take(input.count + decoder.bodyBytes) {
                    return .refused(.overloaded)
                }
            case .end: return began == nil ? .closed : .refused(.truncated)
            case .expired: return began == nil ? .closed : .refused(.timedOut)
            case .drained, .failed, nil: return .closed
            }
        }
    }

    private mutating func beginReceiving() {
        channel.isIdle = began == nil
        decoder.compact(&input)
        guard let began else {
            channel.deadline = now + waits.idle
            return
        }
        if decoder.isReadingBody {
            let bodyBegan = self.bodyBegan ?? now
            self.bodyBegan = bodyBegan
            channel.deadline = min(bodyBegan + waits.body, began + waits.request)
        } else {
            channel.deadline = began + min(waits.header, waits.request)
        }
    }

    /// Tells a client that waits for it that it may send the body (RFC 9110 §10.1.1).
    private mutating func goAhead() async -> Bool {
        decoder.continued()
        return await channel.send(ResponseHead.goAhead)
    }

    // MARK: - Responses

    /// Returns whether the connection is used again.
    private mutating func answer(_ message: consuming RequestDecoder.Message) async -> Bool {
        let start = MonotonicClock.nanoseconds()
        worker.metrics.inFlight.increment()
        channel.deadline = (began ?? now) + waits.request
        let isHTTP10 = message.head.isHTTP10
        let keepsAlive = message.head.keepsAlive
        var request = self.request(message)
        let router = worker.context.router
        let match = router.match(&request)
        let context = LogContext(
            requestID: worker.requestIDs.make(), trace: request.fields.traceParent, route: router.name(of: match))
        let response = await LogContext.$current.withValue(context) { [request] in
            await router.respond(to: request, by: match)
        }
        let stays = keepsAlive && !channel.loop.isDraining && !channel.isExpired
        let writer = ResponseWriter(
            response, channel, worker, requestID: context.requestID, isHead: request.method == .head,
            isHTTP10: isHTTP10, keepsAlive: stays)
        let isOpen: Bool
        switch writer.begin(response) {
        case .finished(let finished): isOpen = finished
        case .unfinished(let rest): isOpen = await writer.finish(response, rest: rest)
        }
        worker.metrics.inFlight.decrement()
        let duration = Int(truncatingIfNeeded: MonotonicClock.nanoseconds() &- start)
        worker.metrics.count(worker.context.metrics.series(of: match), response.status, nanoseconds: duration)
        if worker.context.log.isWritten(.debug) { log(request, response.status, duration, context) }
        if isOpen { return true }
        if !channel.isExpired { await linger() }
        return false
    }

    /// One line for each request, for who looks for a fault: a busy service would spend more on these than on its
    /// answers. Neither path nor query are in it, nor a method that is nobody's.
    private func log(_ request: HTTPRequest, _ status: HTTPStatus, _ nanoseconds: Int, _ context: LogContext) {
        LogContext.$current.withValue(context) {
            worker.context.log.debug(
                "request answered",
                [
                    "method": .string(request.method.isKnown ? request.method.name : "other"),
                    "status": .integer(Int64(status.code)), "microseconds": .integer(Int64(nanoseconds / 1000)),
                    "address": .string(request.clientAddress),
                ])
        }
    }

    private func request(_ message: consuming RequestDecoder.Message) -> HTTPRequest {
        let head = message.head
        var address = peer.address
        var isSecure = channel.tls != nil
        if peer.isTrusted {
            let client = worker.context.configuration.trustedProxies.client(head.fields)
            if let said = client.address { address = said.description }
            if let said = client.isSecure { isSecure = said }
        }
        return HTTPRequest(
            head.method, path: head.path, query: head.query, fields: head.fields, body: message.body,
            clientAddress: address, isSecure: isSecure)
    }

    /// Answers a bad message, once, and reads no further.
    private mutating func refuse(_ error: HTTPProtocolError) async {
        let context = LogContext(requestID: worker.requestIDs.make(), route: "refused")
        LogContext.$current.withValue(context) {
            worker.context.log.debug(
                "a request was refused", ["reason": .string("\(error)"), "address": .string(peer.address)])
        }
        worker.metrics.count(worker.context.metrics.seriesOfRefused, error.status, nanoseconds: 0)
        // What came of the message is of no more use, and others may wait for the room.
        input = InputBuffer()
        decoder = RequestDecoder(limits: worker.context.configuration.limits)
        bodyHold.release()
        channel.renewDeadline(waits.linger)
        var response = HTTPResponse.text(error.status, "\(error.status.phrase)\n")
        if error == .overloaded { response.fields.append("Retry-After", "1") }
        let writer = ResponseWriter(
            response, channel, worker, requestID: context.requestID, isHead: false, isHTTP10: false, keepsAlive: false)
        if case .unfinished(let rest) = writer.begin(response) { _ = await writer.finish(response, rest: rest) }
        await linger()
    }

    /// Ends our side, then reads and drops what the peer still sends, for a bounded time: closing with unread input would
    /// reset the connection and take the answer away from the peer (RFC 9112 §9.6).
    private mutating func linger() async {
        channel.renewDeadline(waits.linger)
        channel.tls?.close()
        shutdown(channel.descriptor, Int32(SHUT_WR))
        channel.tls = nil
        var dropped = 0
        while dropped < 1 << 20 {
            input = InputBuffer()
            switch channel.receive(into: &input) {
            case .bytes: dropped += input.count
            case nil: await channel.wait()
            case .end, .expired, .drained, .failed: return
            }
        }
    }
}
