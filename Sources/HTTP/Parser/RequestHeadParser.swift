/// Reads request line and fields as they arrive (RFC 9112 §2.2). Each line is looked at once, however it is cut.
struct RequestHeadParser {
    private var line: RequestLine?
    private var entries: [HTTPFields.Entry] = []
    /// Start of the line that is being received, and how far a line end was searched; indices of the buffer.
    private var position: Int?
    private var scanned = 0
    private var skippedEmptyLine = false

    /// Takes the head from the buffer when it is complete. Between two calls the buffer may only have grown.
    mutating func parse(
        _ buffer: inout InputBuffer, limits: HTTPLimits
    ) throws(HTTPProtocolError) -> RequestHead? {
        let start = buffer.start
        var position = self.position ?? start
        if self.position == nil {
            scanned = start
            self.position = start
        }
        while true {
            guard let lineFeed = buffer.lineFeed(from: max(scanned, position)) else {
                scanned = buffer.end
                self.position = position
                try refuseEarly(buffer, position, limits)
                return nil
            }
            if line == nil { try refuseFirstLine(buffer, position, length: lineFeed - position, limits) }
            guard lineFeed - start < limits.headerBytes else { throw .headerTooLarge }
            let isEnd = try take(buffer.bytes.span, position, lineFeed, limits)
            position = lineFeed + 1
            scanned = position
            if isEnd { break }
        }
        guard let line else { throw .malformedRequestLine }
        let head = try RequestSemantics.head(line, HTTPFields(parsed: entries, in: buffer.bytes), limits: limits)
        buffer.take(upTo: position)
        self = RequestHeadParser()
        return head
    }

    /// Reads one complete line. Returns whether it was the empty line that ends the head.
    private mutating func take(
        _ bytes: Span<UInt8>, _ start: Int, _ lineFeed: Int, _ limits: HTTPLimits
    ) throws(HTTPProtocolError) -> Bool {
        let end = try FieldLine.textEnd(bytes, from: start, lineFeed: lineFeed)
        guard line != nil else {
            if start == end {
                // One empty line before a request is forgiven (RFC 9112 §2.2).
                guard !skippedEmptyLine else { throw .malformedRequestLine }
                skippedEmptyLine = true
                return false
            }
            line = try RequestLine(bytes, start..<end, limits: limits)
            entries.reserveCapacity(8)
            return false
        }
        if start == end { return true }
        guard entries.count < limits.fieldCount else { throw .tooManyFields }
        entries.append(try FieldLine.parse(bytes, start..<end))
        return false
    }

    /// What is certain of a request line, complete or not: that this is no request at all, or that it is too long.
    private func refuseFirstLine(
        _ buffer: InputBuffer, _ position: Int, length: Int, _ limits: HTTPLimits
    ) throws(HTTPProtocolError) {
        guard length > 0 else { return }
        let first = buffer.bytes[position]
        guard HTTPCharacters.isToken(first) || first == HTTPCharacters.carriageReturn else {
            throw .malformedRequestLine
        }
        // Method, version and spaces take less than 64 bytes.
        guard length <= min(limits.targetBytes + 64, limits.headerBytes) else { throw .targetTooLong }
    }

    private func refuseEarly(
        _ buffer: InputBuffer, _ position: Int, _ limits: HTTPLimits
    ) throws(HTTPProtocolError) {
        if line == nil { try refuseFirstLine(buffer, position, length: buffer.end - position, limits) }
        guard buffer.end - buffer.start < limits.headerBytes else { throw .headerTooLarge }
    }
}
