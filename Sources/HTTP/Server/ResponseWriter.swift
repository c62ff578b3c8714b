/// Writes one response to a connection.
///
/// In two steps, because a usual response is done after the first: each `await` on the way of a request costs a look at
/// the task's executor.
struct ResponseWriter {
    enum Progress {
        case finished(isOpen: Bool)
        /// These bytes, and large or streamed content, are still to be sent.
        case unfinished(rest: [UInt8])
    }

    let channel: Channel
    let worker: Worker
    let requestID: String
    /// Whether the request was `HEAD`: the fields of the content, without the content (RFC 9110 §9.3.2).
    let isHead: Bool
    let isHTTP10: Bool
    private let keepsAlive: Bool

    /// Up to this size content is copied behind its head, so that both take one system call.
    private static let copied = 8 * 1024

    init(
        _ response: HTTPResponse, _ channel: Channel, _ worker: Worker, requestID: String, isHead: Bool,
        isHTTP10: Bool, keepsAlive: Bool
    ) {
        self.channel = channel
        self.worker = worker
        self.requestID = requestID
        self.isHead = isHead
        self.isHTTP10 = isHTTP10
        // An HTTP/1.0 client knows no chunks: the end of the connection is the end of streamed content.
        self.keepsAlive =
            switch response.body {
            case .bytes: keepsAlive
            case .stream: keepsAlive && !isHTTP10
            }
    }

    /// Sends the head, and small content with it, as far as the socket takes it at once.
    func begin(_ response: HTTPResponse) -> Progress {
        let persistence: ResponseHead.Persistence = keepsAlive ? (isHTTP10 ? .announcedOpen : .open) : .close
        let hasMore = !isComplete(response)
        worker.date.refresh()
        worker.output.removeAll(keepingCapacity: true)
        ResponseHead.write(
            response, framing(response), persistence, date: worker.date.line, requestID: requestID, to: &worker.output)
        if !hasMore, hasContent(response), case .bytes(let bytes) = response.body {
            worker.output.append(contentsOf: bytes)
        }
        switch channel.writeOnce(worker.output, hasMore: hasMore) {
        case .done(worker.output.count):
            return hasMore ? .unfinished(rest: []) : .finished(isOpen: keepsAlive)
        case .done(let count): return .unfinished(rest: Array(worker.output[count...]))
        case .mustWait: return .unfinished(rest: worker.output)
        case .failed: return .finished(isOpen: false)
        }
    }

    /// Sends what is left. Returns whether the connection can be used again.
    func finish(_ response: HTTPResponse, rest: [UInt8]) async -> Bool {
        guard await channel.send(rest) else { return false }
        if isComplete(response) { return keepsAlive }
        switch response.body {
        case .bytes(let bytes): return await channel.send(bytes) && keepsAlive
        case .stream(let produce): return await stream(produce)
        }
    }

    private func hasContent(_ response: HTTPResponse) -> Bool {
        !isHead && !response.status.forbidsBody
    }

    /// Whether head and content go out together.
    private func isComplete(_ response: HTTPResponse) -> Bool {
        guard hasContent(response) else { return true }
        return switch response.body {
        case .bytes(let bytes): bytes.count <= Self.copied
        case .stream: false
        }
    }

    private func framing(_ response: HTTPResponse) -> ResponseHead.Framing {
        if response.status.forbidsBody { return .none }
        return switch response.body {
        case .bytes(let bytes): .length(bytes.count)
        case .stream: isHTTP10 ? .untilClose : .chunked
        }
    }

    private func stream(
        _ produce: @Sendable (HTTPBodyWriter) async throws(HTTPBodyWriter.Closed) -> Void
    ) async -> Bool {
        do throws(HTTPBodyWriter.Closed) {
            try await produce(HTTPBodyWriter(piece))
        } catch {
            return false
        }
        if isHTTP10 { return false }
        return await channel.send(ResponseHead.lastChunk) && keepsAlive
    }

    /// Sends one piece of a stream. The producer may run anywhere, the channel only on its loop.
    @Sendable private func piece(_ bytes: [UInt8]) async throws(HTTPBodyWriter.Closed) {
        // An empty chunk would be the last one.
        if bytes.isEmpty { return }
        let isSent = await withTaskExecutorPreference(channel.loop) {
            channel.deadline = channel.loop.now + worker.context.waits.request
            return await channel.send(isHTTP10 ? bytes : ResponseHead.chunk(bytes))
        }
        guard isSent else { throw HTTPBodyWriter.Closed() }
    }
}
