/// What the fields of a request mean for its framing and its connection, and the combinations that are refused because
/// two readers could understand them differently (RFC 9112 §6, §11.2).
enum RequestSemantics {
    static func head(
        _ line: RequestLine, _ fields: HTTPFields, limits: HTTPLimits
    ) throws(HTTPProtocolError) -> RequestHead {
        var facts = Facts()
        let bytes = fields.storage.span
        for entry in fields.entries { try facts.read(entry, bytes) }
        guard facts.hasHost || line.isHTTP10 else { throw .missingHost }
        let framing = try facts.framing(line, fields, limits)
        var effective = fields
        if let authority = line.authority {
            guard HostField.isValid(bytes, authority) else { throw .malformedHost }
            // The authority of the target counts, whatever Host says (RFC 9112 §3.2.2).
            effective.set("Host", RequestLine.text(bytes, authority))
        }
        return RequestHead(
            method: line.method, path: line.path.isEmpty ? "/" : RequestLine.text(bytes, line.path),
            query: line.query.map { RequestLine.text(bytes, $0) }, fields: effective, isHTTP10: line.isHTTP10,
            framing: framing, keepsAlive: facts.closes ? false : !line.isHTTP10 || facts.keepsAlive,
            expectsContinue: facts.expectsContinue && !line.isHTTP10)
    }
}

/// What the fields say that a connection must know.
private struct Facts {
    var hasHost = false
    var hasAuthorization = false
    var hasContentType = false
    var contentLength: Range<Int>?
    var hasTransferEncoding = false
    var closes = false
    var keepsAlive = false
    var expectsContinue = false

    mutating func read(_ entry: HTTPFields.Entry, _ bytes: Span<UInt8>) throws(HTTPProtocolError) {
        let name = entry.name
        switch name.count {
        case 4 where equals(bytes, name, "host"):
            try once(&hasHost)
            guard HostField.isValid(bytes, entry.value) else { throw .malformedHost }
        case 6 where equals(bytes, name, "expect"):
            guard equals(bytes, entry.value, "100-continue") else { throw .unsupportedExpectation }
            expectsContinue = true
        case 10 where equals(bytes, name, "connection"):
            readConnection(bytes, entry.value)
        case 12 where equals(bytes, name, "content-type"):
            try once(&hasContentType)
        case 13 where equals(bytes, name, "authorization"):
            try once(&hasAuthorization)
        case 14 where equals(bytes, name, "content-length"):
            guard contentLength == nil else { throw .conflictingLength }
            contentLength = entry.value
        case 17 where equals(bytes, name, "transfer-encoding"):
            hasTransferEncoding = true
        default:
            break
        }
    }

    func framing(
        _ line: RequestLine, _ fields: HTTPFields, _ limits: HTTPLimits
    ) throws(HTTPProtocolError) -> RequestHead.Framing {
        if hasTransferEncoding {
            guard contentLength == nil, !line.isHTTP10 else { throw .conflictingLength }
            try TransferCodings.check(fields.values("Transfer-Encoding"))
            return .chunked
        }
        guard let contentLength else { return .none }
        let length = try number(fields.storage.span, contentLength)
        guard length <= limits.bodyBytes else { throw .bodyTooLarge }
        return length == 0 ? .none : .length(length)
    }

    /// Digits only: no sign, no list, no blanks. What does not fit is certainly too large.
    private func number(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(HTTPProtocolError) -> Int {
        guard !range.isEmpty else { throw .malformedLength }
        var value = 0
        var isTooLarge = false
        for index in range {
            guard HTTPCharacters.isDigit(bytes[index]) else { throw .malformedLength }
            if value > (Int.max - 9) / 10 { isTooLarge = true } else { value = value * 10 + Int(bytes[index] - 0x30) }
        }
        guard !isTooLarge else { throw .bodyTooLarge }
        return value
    }

    private mutating func readConnection(_ bytes: Span<UInt8>, _ value: Range<Int>) {
        var index = value.lowerBound
        while index < value.upperBound {
            let start = index
            while index < value.upperBound, HTTPCharacters.isToken(bytes[index]) { index += 1 }
            if equals(bytes, start..<index, "close") { closes = true }
            if equals(bytes, start..<index, "keep-alive") { keepsAlive = true }
            if index < value.upperBound, index == start || !HTTPCharacters.isToken(bytes[index]) { index += 1 }
        }
    }

    private func once(_ seen: inout Bool) throws(HTTPProtocolError) {
        guard !seen else { throw .repeatedField }
        seen = true
    }

    private func equals(_ bytes: Span<UInt8>, _ range: Range<Int>, _ lowercase: String) -> Bool {
        let expected = lowercase.utf8.span
        guard range.count == expected.count else { return false }
        return expected.indices.allSatisfy { HTTPCharacters.lowercased(bytes[range.lowerBound + $0]) == expected[$0] }
    }
}

/// The list of `Transfer-Encoding` (RFC 9112 §6.1). Only one final `chunked` is understood.
///
/// Compared byte by byte: as text, `chun\u{212A}ed` with a KELVIN SIGN would equal `chunked` here and nowhere else.
private enum TransferCodings {
    static func check(_ values: [String]) throws(HTTPProtocolError) {
        let codings = values.flatMap { value in
            value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
                .map { HTTPCharacters.trimmed($0).map(HTTPCharacters.lowercased) }
        }
        let chunked = Array("chunked".utf8)
        guard codings.last == chunked, codings.count(where: { $0 == chunked }) == 1,
            codings.allSatisfy({ !$0.isEmpty && $0.allSatisfy(HTTPCharacters.isToken) })
        else { throw .malformedCoding }
        guard codings.count == 1 else { throw .unsupportedCoding }
    }
}
