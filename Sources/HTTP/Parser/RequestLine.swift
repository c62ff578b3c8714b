/// The request line (RFC 9112 §3): method, target and version with exactly one space between them.
struct RequestLine {
    var method: HTTPMethod
    /// Where the path, the query and an authority given in the target lie in the buffer. An empty path stands for `/`.
    var path: Range<Int>
    var query: Range<Int>?
    var authority: Range<Int>?
    var isHTTP10: Bool

    /// Longer than any registered method.
    private static let longestMethod = 24

    init(_ bytes: Span<UInt8>, _ line: Range<Int>, limits: HTTPLimits) throws(HTTPProtocolError) {
        var index = line.lowerBound
        while index < line.upperBound, HTTPCharacters.isToken(bytes[index]) { index += 1 }
        let methodRange = line.lowerBound..<index
        guard !methodRange.isEmpty, index < line.upperBound, bytes[index] == HTTPCharacters.space else {
            throw .malformedRequestLine
        }
        guard methodRange.count <= Self.longestMethod else { throw .unsupportedMethod }
        let targetStart = index + 1
        index = targetStart
        while index < line.upperBound, bytes[index] != HTTPCharacters.space { index += 1 }
        let target = targetStart..<index
        guard !target.isEmpty, index < line.upperBound else { throw .malformedRequestLine }
        guard target.count <= limits.targetBytes else { throw .targetTooLong }
        isHTTP10 = try Self.version(bytes, index + 1..<line.upperBound)
        method = Self.method(bytes, methodRange)
        (path, query, authority) = (target, nil, nil)
        try split(target, bytes)
    }

    /// Every minor version of HTTP/1 above 0 is spoken like 1.1 (RFC 9110 §2.5).
    private static func version(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(HTTPProtocolError) -> Bool {
        guard range.count == 8, matches(bytes, range.lowerBound, "HTTP/"),
            HTTPCharacters.isDigit(bytes[range.lowerBound + 5]), bytes[range.lowerBound + 6] == UInt8(ascii: "."),
            HTTPCharacters.isDigit(bytes[range.lowerBound + 7])
        else { throw .malformedRequestLine }
        guard bytes[range.lowerBound + 5] == UInt8(ascii: "1") else { throw .unsupportedVersion }
        return bytes[range.lowerBound + 7] == UInt8(ascii: "0")
    }

    private static func method(_ bytes: Span<UInt8>, _ range: Range<Int>) -> HTTPMethod {
        if range.count == 3, matches(bytes, range.lowerBound, "GET") { return .get }
        if range.count == 4, matches(bytes, range.lowerBound, "POST") { return .post }
        return HTTPMethod(text(bytes, range))
    }

    private mutating func split(_ target: Range<Int>, _ bytes: Span<UInt8>) throws(HTTPProtocolError) {
        var start = target.lowerBound
        if method == .other("CONNECT") {
            // A tunnel; its target has a form of its own and what follows would not be HTTP.
            throw .unsupportedMethod
        }
        if bytes[start] == UInt8(ascii: "*"), target.count == 1 {
            guard method == .options else { throw .malformedTarget }
            return
        }
        if bytes[start] != UInt8(ascii: "/") {
            guard let length = Self.schemeLength(bytes, target) else { throw .malformedTarget }
            start += length
            let authorityStart = start
            while start < target.upperBound, bytes[start] != UInt8(ascii: "/"), bytes[start] != UInt8(ascii: "?") {
                start += 1
            }
            authority = authorityStart..<start
        }
        let pathEnd = try Self.scan(bytes, start..<target.upperBound, HTTPCharacters.isPath)
        path = start..<pathEnd
        guard pathEnd < target.upperBound else { return }
        guard bytes[pathEnd] == UInt8(ascii: "?") else { throw .malformedTarget }
        let end = try Self.scan(bytes, pathEnd + 1..<target.upperBound, HTTPCharacters.isQuery)
        guard end == target.upperBound else { throw .malformedTarget }
        query = pathEnd + 1..<target.upperBound
    }

    private static func schemeLength(_ bytes: Span<UInt8>, _ target: Range<Int>) -> Int? {
        for scheme: StaticString in ["http://", "https://"] {
            let length = scheme.utf8CodeUnitCount
            if target.count > length, matches(bytes, target.lowerBound, scheme.description, ignoringCase: true) {
                return length
            }
        }
        return nil
    }

    /// The index of the first byte that is neither allowed nor part of a complete percent escape.
    private static func scan(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ isAllowed: (UInt8) -> Bool
    ) throws(HTTPProtocolError) -> Int {
        var index = range.lowerBound
        while index < range.upperBound {
            if isAllowed(bytes[index]) {
                index += 1
            } else if bytes[index] == UInt8(ascii: "%") {
                guard index + 2 < range.upperBound, HTTPCharacters.hexValue(bytes[index + 1]) != nil,
                    HTTPCharacters.hexValue(bytes[index + 2]) != nil
                else { throw .malformedTarget }
                index += 3
            } else {
                return index
            }
        }
        return index
    }

    private static func matches(
        _ bytes: Span<UInt8>, _ start: Int, _ text: String, ignoringCase: Bool = false
    ) -> Bool {
        var index = start
        for byte in text.utf8 {
            guard (ignoringCase ? HTTPCharacters.lowercased(bytes[index]) : bytes[index]) == byte else { return false }
            index += 1
        }
        return true
    }

    static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        for index in range { text.append(bytes[index]) }
        return String(decoding: text, as: UTF8.self)
    }
}
