@testable internal import HTTP

/// The chunked coding against a second decoder that is written for nothing but likeness to RFC 9112 §7.1.
enum ChunkedTarget {
    private static let limits: HTTPLimits = {
        var limits = HTTPLimits()
        limits.bodyBytes = 600
        limits.chunkLineBytes = 64
        limits.chunkExtensionBytes = 150
        limits.trailerBytes = 200
        return limits
    }()

    enum Verdict: Equatable {
        case complete([UInt8], rest: Int)
        case incomplete
        case refused
    }

    static func check(_ bytes: [UInt8]) throws(Violation) {
        let verdict = decode([bytes[...]])
        try hold(verdict == PlainChunkedDecoder(bytes, limits).verdict, "the decoders disagree")
        if case .complete(let body, _) = verdict { try hold(body.count <= limits.bodyBytes, "a body is too large") }
        for cut in cuts(of: bytes) {
            try hold(decode([bytes[..<cut], bytes[cut...]]) == verdict, "a cut at \(cut) changes the outcome")
        }
        try hold(decode(bytes.indices.map { bytes[$0...$0] }) == verdict, "single bytes change the outcome")
    }

    private static func decode(_ pieces: [ArraySlice<UInt8>]) -> Verdict {
        var decoder = ChunkedDecoder()
        var buffer = InputBuffer()
        var unfed = pieces.reduce(0) { $0 + $1.count }
        for piece in pieces {
            buffer.compact()
            buffer.append(piece)
            unfed -= piece.count
            do throws(HTTPProtocolError) {
                if try decoder.decode(&buffer, limits: limits) {
                    return .complete(decoder.body, rest: buffer.count + unfed)
                }
            } catch {
                return .refused
            }
        }
        return .incomplete
    }
}

private struct PlainChunkedDecoder {
    private struct Stop: Error {
        let verdict: ChunkedTarget.Verdict
    }

    private let limits: HTTPLimits
    private var rest: ArraySlice<UInt8>
    private(set) var verdict = ChunkedTarget.Verdict.incomplete

    init(_ bytes: [UInt8], _ limits: HTTPLimits) {
        self.limits = limits
        rest = bytes[...]
        do throws(Stop) { verdict = try read() } catch { verdict = error.verdict }
    }

    private mutating func read() throws(Stop) -> ChunkedTarget.Verdict {
        var body: [UInt8] = []
        var extensions = 0
        while true {
            let line = try line(atMost: limits.chunkLineBytes)
            let digits = line.prefix { Character(Unicode.Scalar($0)).isHexDigit && $0 < 0x80 }
            let tail = line.dropFirst(digits.count)
            extensions += tail.count
            let isWellFormed =
                (1...16).contains(digits.count) && (tail.isEmpty || tail.first == UInt8(ascii: ";"))
                && tail.allSatisfy(isText) && extensions <= limits.chunkExtensionBytes
            let size = UInt64(String(decoding: digits, as: UTF8.self), radix: 16) ?? .max
            guard isWellFormed, size <= UInt64(limits.bodyBytes - body.count) else { throw Stop(verdict: .refused) }
            if size == 0 { break }
            guard rest.count >= Int(size) else { return .incomplete }
            body += rest.prefix(Int(size))
            rest = rest.dropFirst(Int(size))
            for expected in [UInt8(0x0D), 0x0A] {
                guard let byte = rest.popFirst() else { return .incomplete }
                guard byte == expected else { return .refused }
            }
        }
        try skipTrailer()
        return .complete(body, rest: rest.count)
    }

    private mutating func skipTrailer() throws(Stop) {
        var left = limits.trailerBytes
        while true {
            // The line feed counts as well.
            let line = try line(atMost: left - 1, pendingAtMost: left)
            if line.isEmpty { return }
            left -= line.count + 2
            let name = line.prefix { HTTPCharacters.isToken($0) }
            let value = line.dropFirst(name.count)
            guard !name.isEmpty, value.first == UInt8(ascii: ":"), value.allSatisfy(isText) else {
                throw Stop(verdict: .refused)
            }
        }
    }

    /// A line without its end; its carriage return counts.
    private mutating func line(atMost limit: Int, pendingAtMost: Int? = nil) throws(Stop) -> ArraySlice<UInt8> {
        guard let end = rest.firstIndex(of: 0x0A) else {
            throw Stop(verdict: rest.count > pendingAtMost ?? limit ? .refused : .incomplete)
        }
        let line = rest[..<end]
        guard line.count <= limit, !line.isEmpty, line.firstIndex(of: 0x0D) == line.indices.last else {
            throw Stop(verdict: .refused)
        }
        rest = rest[(end + 1)...]
        return line.dropLast()
    }

    private func isText(_ byte: UInt8) -> Bool { byte == 9 || (byte >= 0x20 && byte != 0x7F) }
}
