/// Turns received bytes into requests, one after the other, however they are cut.
struct RequestDecoder {
    struct Message: Sendable {
        var head: RequestHead
        var body: [UInt8]
    }

    private enum State {
        case head
        case length(RequestHead, Int)
        case chunked(RequestHead, ChunkedDecoder)
    }

    private let limits: HTTPLimits
    private var state = State.head
    private var parser = RequestHeadParser()
    private var hasContinued = false

    init(limits: HTTPLimits) {
        self.limits = limits
    }

    /// Whether fields are complete and the body is not.
    var isReadingBody: Bool {
        if case .head = state { false } else { true }
    }

    /// Bytes of the body that were taken out of the buffer and lie here.
    var bodyBytes: Int {
        if case .chunked(_, let decoder) = state { decoder.body.count } else { 0 }
    }

    /// Whether the client waits for a go-ahead before it sends the body, and has not had it.
    var expectsContinue: Bool {
        switch state {
        case .head: false
        case .length(let head, _), .chunked(let head, _): head.expectsContinue && !hasContinued
        }
    }

    /// The go-ahead was given.
    mutating func continued() {
        hasContinued = true
    }

    /// Moves what is left in the buffer to its front before more is received.
    mutating func compact(_ buffer: inout InputBuffer) {
        guard buffer.start > 0 else { return }
        buffer.compact()
        parser = RequestHeadParser()
    }

    /// The next message, or `nil` when more bytes are needed. After an error the decoder is spent.
    mutating func next(_ buffer: inout InputBuffer) throws(HTTPProtocolError) -> Message? {
        if case .head = state {
            guard !buffer.isEmpty, let head = try parser.parse(&buffer, limits: limits) else { return nil }
            hasContinued = false
            switch head.framing {
            case .none: return Message(head: head, body: [])
            case .length(let length): state = .length(head, length)
            case .chunked: state = .chunked(head, ChunkedDecoder())
            }
        }
        return try body(&buffer)
    }

    private mutating func body(_ buffer: inout InputBuffer) throws(HTTPProtocolError) -> Message? {
        switch state {
        case .head:
            return nil
        case .length(let head, let length):
            guard buffer.count >= length else { return nil }
            let body = Array(buffer.bytes[buffer.start..<buffer.start + length])
            buffer.take(upTo: buffer.start + length)
            state = .head
            return Message(head: head, body: body)
        case .chunked(let head, var decoder):
            // Out of the enumeration first, so that the body is appended to in place.
            state = .head
            guard try decoder.decode(&buffer, limits: limits) else {
                state = .chunked(head, decoder)
                return nil
            }
            return Message(head: head, body: decoder.body)
        }
    }
}
