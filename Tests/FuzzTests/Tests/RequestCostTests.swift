internal import Testing

@testable internal import HTTP

/// Requests that arrive in the most expensive way: byte by byte, in chunks of one byte, as endless lines.
@Suite("The cost of requests", .serialized)
struct RequestCostTests {
    private static let head = "POST / HTTP/1.1\r\nHost: a\r\n"

    /// The status of the refusal, or the length of the body.
    private func decode(_ pieces: some Sequence<[UInt8]>) -> (status: Int?, body: Int?, held: Int) {
        var decoder = RequestDecoder(limits: HTTPLimits())
        var input = InputBuffer()
        var held = 0
        for piece in pieces {
            decoder.compact(&input)
            input.append(piece)
            held = max(held, input.count)
            do throws(HTTPProtocolError) {
                if let message = try decoder.next(&input) { return (nil, message.body.count, held) }
            } catch {
                return (error.status.code, nil, held)
            }
        }
        return (nil, nil, held)
    }

    private func cheap<T>(_ body: () -> T) -> T {
        var result: T?
        let elapsed = ContinuousClock().measure { result = body() }
        #expect(elapsed < .seconds(5))
        return result ?? body()
    }

    @Test func `a body in chunks of one byte`() {
        let count = 50_000
        let body = String(repeating: "1\r\na\r\n", count: count) + "0\r\n\r\n"
        let bytes = Array((Self.head + "Transfer-Encoding: chunked\r\n\r\n" + body).utf8)
        #expect(cheap { decode([bytes]) }.body == count)
        let singles = bytes.lazy.prefix(100_000).map { [$0] }
        #expect(cheap { decode(singles) }.status == nil)
    }

    @Test func `a body that comes byte by byte`() {
        let count = 100_000
        let bytes = Array((Self.head + "Content-Length: \(count)\r\n\r\n").utf8) + Array(repeating: 0x61, count: count)
        #expect(cheap { decode(bytes.lazy.map { [$0] }) }.body == count)
    }

    @Test(arguments: ["", "GET /", "GET / HTTP/1.1\r\nHost: a\r\nX: ", "GET / HTTP/1.1\r\nHost: a\r\n"])
    func `a head without an end is refused at its limit`(start: String) {
        for unit in ["a", " ", "\t", "a: b\r\n", "é"] {
            let bytes = Array((start + String(repeating: unit, count: 40_000)).utf8)
            let outcome = cheap { decode(bytes.lazy.map { [$0] }) }
            #expect([400, 414, 431].contains(outcome.status ?? 0), "\(start)\(unit)")
            #expect(outcome.held <= HTTPLimits().headerBytes, "\(start)\(unit)")
        }
    }

    @Test(arguments: ["a", "a;", ";", "0", "f", "\r"])
    func `a chunk line without an end is refused at its limit`(unit: String) {
        let start = Self.head + "Transfer-Encoding: chunked\r\n\r\n1"
        let bytes = Array((start + String(repeating: unit, count: 10_000)).utf8)
        let outcome = cheap { decode(bytes.lazy.map { [$0] }) }
        #expect([400, 413].contains(outcome.status ?? 0))
    }

    @Test(arguments: ["a: b\r\n", "a: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n", "a"])
    func `a trailer without an end is refused at its limit`(unit: String) {
        let start = Self.head + "Transfer-Encoding: chunked\r\n\r\n0\r\n"
        let bytes = Array((start + String(repeating: unit, count: 10_000)).utf8)
        let outcome = cheap { decode(bytes.lazy.map { [$0] }) }
        #expect(outcome.status == 431)
    }

    @Test func `many requests in one read`() {
        let bytes = Array(String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 3000).utf8)
        let count = cheap {
            var decoder = RequestDecoder(limits: HTTPLimits())
            var input = InputBuffer(bytes)
            var count = 0
            while let message = try? decoder.next(&input) { count += message.head.path.utf8.count }
            return count
        }
        #expect(count == 3000)
    }
}
