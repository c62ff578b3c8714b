/// Writes status line and fields of a response (RFC 9112 §4).
enum ResponseHead {
    enum Framing {
        /// Neither content nor a length, as the status demands.
        case none
        case length(Int)
        case chunked
        /// The content ends with the connection: for HTTP/1.0.
        case untilClose
    }

    enum Persistence {
        case open
        /// Said to an HTTP/1.0 client, which assumes the opposite.
        case announcedOpen
        case close
    }

    static func write(
        _ response: borrowing HTTPResponse, _ framing: Framing, _ persistence: Persistence, date: [UInt8],
        requestID: String, to output: inout [UInt8]
    ) {
        assert(
            !response.fields.contains("Content-Length") && !response.fields.contains("Transfer-Encoding")
                && !response.fields.contains("Connection"), "framing is the matter of the connection")
        output.append(contentsOf: "HTTP/1.1 ".utf8)
        append(response.status.code, to: &output)
        output.append(HTTPCharacters.space)
        output.append(contentsOf: response.status.phrase.utf8)
        output.append(contentsOf: "\r\n".utf8)
        response.fields.write(to: &output)
        output.append(contentsOf: date)
        output.append(contentsOf: "X-Request-Id: ".utf8)
        output.append(contentsOf: requestID.utf8)
        output.append(contentsOf: "\r\n".utf8)
        switch framing {
        case .none, .untilClose: break
        case .chunked: output.append(contentsOf: "Transfer-Encoding: chunked\r\n".utf8)
        case .length(let length):
            output.append(contentsOf: "Content-Length: ".utf8)
            append(length, to: &output)
            output.append(contentsOf: "\r\n".utf8)
        }
        switch persistence {
        case .open: break
        case .announcedOpen: output.append(contentsOf: "Connection: keep-alive\r\n".utf8)
        case .close: output.append(contentsOf: "Connection: close\r\n".utf8)
        }
        output.append(contentsOf: "\r\n".utf8)
    }

    /// The frame of one piece of chunked content.
    static func chunk(_ bytes: [UInt8]) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(bytes.count + 20)
        frame.append(contentsOf: String(bytes.count, radix: 16).utf8)
        frame.append(contentsOf: "\r\n".utf8)
        frame.append(contentsOf: bytes)
        frame.append(contentsOf: "\r\n".utf8)
        return frame
    }

    static let lastChunk = Array("0\r\n\r\n".utf8)
    static let goAhead = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    private static func append(_ number: Int, to output: inout [UInt8]) {
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            output.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }
}

extension HTTPFields {
    /// Appends all field lines.
    fileprivate func write(to output: inout [UInt8]) {
        if isSerialized {
            output.append(contentsOf: storage)
        } else {
            for field in self { output.append(contentsOf: "\(field.name): \(field.value)\r\n".utf8) }
        }
    }
}
