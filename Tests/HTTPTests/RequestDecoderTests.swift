internal import Testing

@testable internal import HTTP

@Suite("RFC 9112: requests as the parser sees them")
struct RequestDecoderTests {
    /// The status of the error that ends the bytes, or `nil`, and the targets of the messages before it.
    struct Verdict: Equatable {
        var messages: [String] = []
        var error: Int?
    }

    static func decode(_ pieces: [ArraySlice<UInt8>], limits: HTTPLimits = HTTPLimits()) -> Verdict {
        var decoder = RequestDecoder(limits: limits)
        var input = InputBuffer()
        var verdict = Verdict()
        for piece in pieces {
            decoder.compact(&input)
            input.append(piece)
            do throws(HTTPProtocolError) {
                while let message = try decoder.next(&input) {
                    verdict.messages.append("\(message.head.method) \(message.head.path) \(message.body)")
                    if !message.head.keepsAlive { return verdict }
                }
            } catch {
                verdict.error = error.status.code
                return verdict
            }
        }
        return verdict
    }

    static func decode(_ bytes: [UInt8]) -> Verdict { decode([bytes[...]]) }

    @Test func `the corpus is there`() {
        #expect(Fixture.all.count >= 200)
    }

    @Test(arguments: Fixture.all)
    func `a message of the corpus has the named outcome`(fixture: Fixture) {
        let verdict = Self.decode(fixture.bytes)
        #expect(verdict.error == (fixture.isRefused ? fixture.statuses.last : nil))
        #expect(verdict.messages.count == fixture.statuses.count - (fixture.isRefused ? 1 : 0))
    }

    @Test(arguments: Fixture.all)
    func `the outcome does not depend on how the bytes are cut`(fixture: Fixture) {
        let whole = Self.decode(fixture.bytes)
        for size in [1, 2, 3, 7, 64, 1000] {
            let pieces = stride(from: 0, to: fixture.bytes.count, by: size).map {
                fixture.bytes[$0..<min($0 + size, fixture.bytes.count)]
            }
            #expect(Self.decode(pieces) == whole, "pieces of \(size)")
        }
    }

    @Test(arguments: Fixture.all)
    func `a truncated message never becomes another one`(fixture: Fixture) {
        let whole = Self.decode(fixture.bytes)
        let step = max(1, fixture.bytes.count / 2000)
        for length in stride(from: 0, to: fixture.bytes.count, by: step) {
            let verdict = Self.decode(Array(fixture.bytes.prefix(length)))
            #expect(whole.messages.starts(with: verdict.messages))
            #expect(verdict.error == nil || verdict.error == whole.error || fixture.isRefused)
        }
    }

    @Test(arguments: Fixture.all)
    func `a mutated message has one outcome, however it is cut`(fixture: Fixture) {
        var random = SeededGenerator(seed: UInt64(fixture.bytes.count) &* 31 &+ UInt64(fixture.name.utf8.count))
        for _ in 0..<60 {
            let bytes = random.mutate(fixture.bytes)
            let cut = Int(random.next() % UInt64(bytes.count + 1))
            #expect(Self.decode(bytes) == Self.decode([bytes[..<cut], bytes[cut...]]))
        }
    }
}

/// A small generator with a fixed start, so that a failure can be repeated (xorshift64*).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed | 1
    }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }

    private static let interesting: [UInt8] = [0, 9, 10, 13, 32, 35, 37, 44, 47, 48, 57, 58, 59, 63, 127, 128, 255]

    mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...(next() % 3) where !bytes.isEmpty {
            let index = Int(next() % UInt64(bytes.count))
            let byte = Self.interesting.randomElement(using: &self) ?? 0
            switch next() % 5 {
            case 0: bytes[index] = byte
            case 1: bytes[index] = UInt8(truncatingIfNeeded: next())
            case 2: bytes.insert(byte, at: index)
            case 3: bytes.remove(at: index)
            default: bytes.insert(contentsOf: bytes[index...].prefix(Int(next() % 40)), at: index)
            }
        }
        return bytes
    }
}
