/// The chunked coding of a request body (RFC 9112 §7.1). Extensions are checked and ignored, trailers checked and
/// dropped; both are bounded.
struct ChunkedDecoder {
    private enum State {
        case size
        case data(remaining: Int)
        case dataEnd
        case trailer
    }

    private var state = State.size
    private var extensionBytes = 0
    private var trailerBytes = 0
    private(set) var body: [UInt8] = []

    /// Takes what has arrived. Returns whether the body is complete.
    mutating func decode(_ buffer: inout InputBuffer, limits: HTTPLimits) throws(HTTPProtocolError) -> Bool {
        while !buffer.isEmpty {
            switch state {
            case .size:
                guard try takeSize(&buffer, limits) else { return false }
            case .data(let remaining):
                let taken = min(remaining, buffer.count)
                body.append(contentsOf: buffer.bytes[buffer.start..<buffer.start + taken])
                buffer.take(upTo: buffer.start + taken)
                state = taken == remaining ? .dataEnd : .data(remaining: remaining - taken)
            case .dataEnd:
                guard buffer.bytes[buffer.start] == HTTPCharacters.carriageReturn else { throw .malformedChunk }
                guard buffer.count > 1 else { return false }
                guard buffer.bytes[buffer.start + 1] == HTTPCharacters.lineFeed else { throw .malformedChunk }
                buffer.take(upTo: buffer.start + 2)
                state = .size
            case .trailer:
                guard let isEnd = try takeTrailer(&buffer, limits) else { return false }
                if isEnd { return true }
            }
        }
        return false
    }

    private mutating func takeSize(_ buffer: inout InputBuffer, _ limits: HTTPLimits) throws(HTTPProtocolError) -> Bool
    {
        guard let lineFeed = buffer.lineFeed(from: buffer.start) else {
            guard buffer.count <= limits.chunkLineBytes else { throw .malformedChunk }
            return false
        }
        guard lineFeed - buffer.start <= limits.chunkLineBytes else { throw .malformedChunk }
        let size = try readSize(buffer.bytes.span, from: buffer.start, lineFeed: lineFeed, limits)
        guard size <= limits.bodyBytes - body.count else { throw .bodyTooLarge }
        buffer.take(upTo: lineFeed + 1)
        state = size == 0 ? .trailer : .data(remaining: size)
        return true
    }

    private mutating func readSize(
        _ bytes: Span<UInt8>, from start: Int, lineFeed: Int, _ limits: HTTPLimits
    ) throws(HTTPProtocolError) -> Int {
        let end = try FieldLine.textEnd(bytes, from: start, lineFeed: lineFeed)
        var index = start
        var size = 0
        while index < end, let digit = HTTPCharacters.hexValue(bytes[index]) {
            // Sixteen digits already say more than any limit; more are an attempt to overflow somebody.
            guard index - start < 16 else { throw .malformedChunk }
            size = size > limits.bodyBytes ? size : size << 4 | Int(digit)
            index += 1
        }
        guard index > start else { throw .malformedChunk }
        try checkExtension(bytes, index..<end, limits)
        return size
    }

    private mutating func checkExtension(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ limits: HTTPLimits
    ) throws(HTTPProtocolError) {
        guard !range.isEmpty else { return }
        guard bytes[range.lowerBound] == UInt8(ascii: ";") else { throw .malformedChunk }
        for index in range where !HTTPCharacters.isFieldContent(bytes[index]) { throw .malformedChunk }
        extensionBytes += range.count
        guard extensionBytes <= limits.chunkExtensionBytes else { throw .malformedChunk }
    }

    /// Drops one line of the trailer section. `nil` when it is incomplete, else whether it was the last, empty one.
    private mutating func takeTrailer(
        _ buffer: inout InputBuffer, _ limits: HTTPLimits
    ) throws(HTTPProtocolError) -> Bool? {
        guard let lineFeed = buffer.lineFeed(from: buffer.start) else {
            guard trailerBytes + buffer.count <= limits.trailerBytes else { throw .headerTooLarge }
            return nil
        }
        trailerBytes += lineFeed + 1 - buffer.start
        guard trailerBytes <= limits.trailerBytes else { throw .headerTooLarge }
        let isEnd = try Self.isEmptyLine(buffer.bytes.span, from: buffer.start, lineFeed: lineFeed)
        buffer.take(upTo: lineFeed + 1)
        return isEnd
    }

    private static func isEmptyLine(
        _ bytes: Span<UInt8>, from start: Int, lineFeed: Int
    ) throws(HTTPProtocolError) -> Bool {
        let end = try FieldLine.textEnd(bytes, from: start, lineFeed: lineFeed)
        guard end > start else { return true }
        _ = try FieldLine.parse(bytes, start..<end)
        return false
    }
}
