/// Makes inputs out of others: the everyday accidents and the everyday attacks.
struct Mutator {
    private let seeds: [[UInt8]]
    private let words: [[UInt8]]
    private let longest: Int
    /// Inputs of before, so that mutations add up.
    private var pool: [[UInt8]]

    init(_ target: FuzzTarget, seeds: [[UInt8]], words: [[UInt8]]) {
        self.seeds = seeds.isEmpty ? [[]] : seeds
        self.words = words
        longest = target.longest
        pool = self.seeds
    }

    mutating func next(_ random: inout SeededRandom) -> [UInt8] {
        let source = random.below(4) == 0 ? pool : seeds
        var bytes = source[random.below(source.count)]
        for _ in 0...random.below(4) { mutate(&bytes, &random) }
        if bytes.count > longest { bytes.removeLast(bytes.count - longest) }
        if random.below(8) == 0 {
            if pool.count < 200 { pool.append(bytes) } else { pool[random.below(pool.count)] = bytes }
        }
        return bytes
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        switch random.below(12) {
        case 0: insert(word(&random), into: &bytes, &random)
        case 1: insert((0...random.below(8)).map { _ in UInt8(random.below(256)) }, into: &bytes, &random)
        case 2: splice(&bytes, &random)
        case 3: editNumber(&bytes, &random)
        default: if !bytes.isEmpty { alter(&bytes, &random) }
        }
    }

    private func alter(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let index = random.below(bytes.count)
        let range = index..<min(bytes.count, index + 1 + random.below(16))
        switch random.below(8) {
        case 0: bytes[index] ^= 1 << UInt8(random.below(8))
        case 1: bytes[index] = UInt8(random.below(256))
        case 2: bytes[index] = Self.delimiters[random.below(Self.delimiters.count)]
        case 3: bytes[index] = random.below(2) == 0 ? bytes[index] &+ 1 : bytes[index] &- 1
        case 4: bytes.removeSubrange(range)
        case 5: bytes.removeLast(bytes.count - index)
        case 6: for _ in 0...random.below(20) { bytes.insert(contentsOf: bytes[range], at: index) }
        default: bytes.replaceSubrange(range, with: word(&random))
        }
    }

    private func word(_ random: inout SeededRandom) -> [UInt8] {
        words.isEmpty ? [Self.delimiters[random.below(Self.delimiters.count)]] : words[random.below(words.count)]
    }

    private func insert(_ piece: [UInt8], into bytes: inout [UInt8], _ random: inout SeededRandom) {
        bytes.insert(contentsOf: piece, at: random.below(bytes.count + 1))
    }

    /// The front of one input and the end of another.
    private func splice(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let other = seeds[random.below(seeds.count)]
        bytes = Array(bytes.prefix(random.below(bytes.count + 1)) + other.suffix(random.below(other.count + 1)))
    }

    /// Exchanges a run of digits, most likely a length, for a number that somebody might not expect.
    private func editNumber(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard !bytes.isEmpty, let start = bytes[random.below(bytes.count)...].firstIndex(where: digits.contains) else {
            return
        }
        let end = bytes[start...].firstIndex { !digits.contains($0) } ?? bytes.endIndex
        bytes.replaceSubrange(start..<end, with: Self.numbers[random.below(Self.numbers.count)].utf8)
    }

    private static let delimiters = Array("\0\t\r\n \"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\u{7F}".utf8) + [0x80, 0xC0, 0xFF]
    private static let numbers = [
        "0", "1", "00", "7", "-1", "+1", "127", "128", "255", "256", "65535", "65536", "2147483648", "4294967296",
        "9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551616", "1e400", "0x10",
        "99999999999999999999999999999999",
    ]
}
