/// Writes one response to a connection.
struct ResponseWriter {
    let channel: Channel
    let worker: Worker
    /// Whether the request was `HEAD`: the fields of the content, without the content (RFC 9110 §9.3.2).
    let isHead: Bool
    let isHTTP10: Bool
    let keepsAlive: Bool

    /// Up to this size content is copied behind its head, so that both take one system call.
    private static let copied = 8 * 1024

    /// Returns whether the connection can be used again.
    func write(_ response: HTTPResponse) async -> Bool {
        switch response.body {
        case .bytes(let bytes):
            return await write(response, bytes)
        case .stream(let produce):
            return await write(response, produce)
        }
    }

    private func write(_ response: HTTPResponse, _ bytes: [UInt8]) async -> Bool {
        let framing: ResponseHead.Framing = response.status.forbidsBody ? .none : .length(bytes.count)
        let hasContent = !isHead && !response.status.forbidsBody && !bytes.isEmpty
        let isCopied = hasContent && bytes.count <= Self.copied
        let content = isCopied ? bytes : []
        guard await writeHead(response, framing, persistence(keepsAlive), content, hasMore: hasContent && !isCopied)
        else { return false }
        if hasContent, !isCopied {
            guard await channel.send(bytes) else { return false }
        }
        return keepsAlive
    }

    private func write(
        _ response: HTTPResponse, _ produce: @Sendable (HTTPBodyWriter) async throws(HTTPBodyWriter.Closed) -> Void
    ) async -> Bool {
        // An HTTP/1.0 client knows no chunks: the end of the connection is the end of the content.
        let keepsAlive = keepsAlive && !isHTTP10
        let framing: ResponseHead.Framing =
            response.status.forbidsBody ? .none : isHTTP10 ? .untilClose : .chunked
        guard await writeHead(response, framing, persistence(keepsAlive), [], hasMore: false) else { return false }
        if isHead || response.status.forbidsBody { return keepsAlive }
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

    private func persistence(_ keepsAlive: Bool) -> ResponseHead.Persistence {
        keepsAlive ? (isHTTP10 ? .announcedOpen : .open) : .close
    }

    private func writeHead(
        _ response: HTTPResponse, _ framing: ResponseHead.Framing, _ persistence: ResponseHead.Persistence,
        _ content: [UInt8], hasMore: Bool
    ) async -> Bool {
        worker.date.refresh()
        worker.output.removeAll(keepingCapacity: true)
        ResponseHead.write(response, framing, persistence, date: worker.date.line, to: &worker.output)
        worker.output.append(contentsOf: content)
        let attempt = channel.writeOnce(worker.output, hasMore: hasMore)
        switch attempt {
        case .done(worker.output.count): return true
        case .done(let count): return await channel.send(Array(worker.output[count...]))
        case .mustWait: return await channel.send(worker.output)
        case .failed: return false
        }
    }
}
