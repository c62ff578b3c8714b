/// A QR code of bytes (ISO/IEC 18004), with the error correction level M.
struct QRCode: Sendable {
    let size: Int
    private var modules: [Bool]
    /// Modules that mean something by themselves, and are neither data nor masked.
    private var isFixed: [Bool]

    /// - Returns: `nil` for more than 666 bytes.
    init?(_ bytes: [UInt8]) {
        guard let version = QRVersion(bytes: bytes.count) else { return nil }
        size = version.size
        modules = [Bool](repeating: false, count: size * size)
        isFixed = modules
        drawPatterns(version)
        place(Self.codewords(bytes, version))
        let plain = modules
        var best: (penalty: Int, modules: [Bool])?
        for mask in 0..<8 {
            modules = plain
            apply(mask)
            drawFormat(mask)
            if let found = best, found.penalty <= penalty { continue }
            best = (penalty, modules)
        }
        if let best { modules = best.modules }
    }

    /// Whether the module is dark.
    subscript(_ row: Int, _ column: Int) -> Bool { modules[row * size + column] }

    // MARK: - Codewords

    /// The data with its correction, interleaved block by block (§7.4 to §7.6).
    private static func codewords(_ bytes: [UInt8], _ version: QRVersion) -> [UInt8] {
        let data = dataCodewords(bytes, version)
        let short = data.count / version.blockCount
        let longCount = data.count % version.blockCount
        let code = ReedSolomon(count: version.correctionPerBlock)
        var start = 0
        let blocks = (0..<version.blockCount).map { index -> (data: [UInt8], correction: [UInt8]) in
            // The longer blocks come last.
            let length = short + (index < version.blockCount - longCount ? 0 : 1)
            defer { start += length }
            let block = Array(data[start..<start + length])
            return (block, code.correction(of: block))
        }
        let interleaved = (0...short).flatMap { index in
            blocks.compactMap { index < $0.data.count ? $0.data[index] : nil }
        }
        return interleaved
            + (0..<version.correctionPerBlock).flatMap { index in blocks.map { $0.correction[index] } }
    }

    /// Mode, length and bytes, filled up (§7.4.10).
    private static func dataCodewords(_ bytes: [UInt8], _ version: QRVersion) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for shift in (0..<count).reversed() { bits.append(value >> shift & 1 == 1) }
        }
        append(0b0100, 4)
        append(bytes.count, version.lengthBits)
        for byte in bytes { append(Int(byte), 8) }
        append(0, min(4, 8 * version.dataCodewords - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var padding: UInt8 = 0xEC
        var codewords = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        while codewords.count < version.dataCodewords {
            codewords.append(padding)
            padding ^= 0xEC ^ 0x11
        }
        return codewords
    }

    // MARK: - Modules

    private mutating func fix(_ row: Int, _ column: Int, _ isDark: Bool) {
        guard (0..<size).contains(row), (0..<size).contains(column) else { return }
        modules[row * size + column] = isDark
        isFixed[row * size + column] = true
    }

    private mutating func drawPatterns(_ version: QRVersion) {
        for index in 0..<size {
            fix(6, index, index.isMultiple(of: 2))
            fix(index, 6, index.isMultiple(of: 2))
        }
        for (row, column) in [(3, 3), (3, size - 4), (size - 4, 3)] {
            drawRings(row, column, radius: 4, light: [2, 4])
        }
        let centres = version.alignmentCentres
        let last = centres.count - 1
        for (i, row) in centres.enumerated() {
            for (j, column) in centres.enumerated()
            where ![(0, 0), (0, last), (last, 0)].contains(where: { $0 == (i, j) }) {
                drawRings(row, column, radius: 2, light: [1])
            }
        }
        // Taken now, written when the mask is known.
        drawFormat(0)
        drawVersion(version.number)
    }

    /// Squares around a centre.
    private mutating func drawRings(_ row: Int, _ column: Int, radius: Int, light: [Int]) {
        for down in -radius...radius {
            for right in -radius...radius {
                fix(row + down, column + right, !light.contains(max(abs(down), abs(right))))
            }
        }
    }

    /// Level and mask with their BCH code, twice (§7.9).
    private mutating func drawFormat(_ mask: Int) {
        // The level M is 00.
        let bits = Self.withRemainder(mask, bits: 10, generator: 0b101_0011_0111) ^ 0b101_0100_0001_0010
        for index in 0..<15 {
            let isDark = bits >> index & 1 == 1
            switch index {
            case 0..<6: fix(index, 8, isDark)
            case 6, 7: fix(index + 1, 8, isDark)
            case 8: fix(8, 7, isDark)
            default: fix(8, 14 - index, isDark)
            }
            if index < 8 { fix(8, size - 1 - index, isDark) } else { fix(size - 15 + index, 8, isDark) }
        }
        fix(size - 8, 8, true)
    }

    /// The version with its BCH code, twice, from version 7 on (§7.10).
    private mutating func drawVersion(_ number: Int) {
        guard number >= 7 else { return }
        let bits = Self.withRemainder(number, bits: 12, generator: 0b1_1111_0010_0101)
        for index in 0..<18 {
            let isDark = bits >> index & 1 == 1
            fix(index / 3, size - 11 + index % 3, isDark)
            fix(size - 11 + index % 3, index / 3, isDark)
        }
    }

    private static func withRemainder(_ value: Int, bits: Int, generator: Int) -> Int {
        var remainder = value << bits
        for shift in (0..<8).reversed() where remainder >> (bits + shift) & 1 == 1 { remainder ^= generator << shift }
        return value << bits | remainder
    }

    /// Two columns at a time from the right, upwards and downwards in turn, around what is fixed (§7.7.3).
    private mutating func place(_ codewords: [UInt8]) {
        var bit = 0
        var isUpward = true
        var right = size - 1
        while right > 0 {
            if right == 6 { right = 5 }
            for step in 0..<size {
                let row = isUpward ? size - 1 - step : step
                for column in [right, right - 1] where !isFixed[row * size + column] && bit < codewords.count * 8 {
                    modules[row * size + column] = codewords[bit / 8] >> (7 - bit % 8) & 1 == 1
                    bit += 1
                }
            }
            isUpward.toggle()
            right -= 2
        }
    }
}

extension QRCode {
    /// Turns the modules over that the mask's rule names (table 10).
    private mutating func apply(_ mask: Int) {
        for row in 0..<size {
            for column in 0..<size where !isFixed[row * size + column] {
                let turns =
                    switch mask {
                    case 0: (row + column) % 2 == 0
                    case 1: row % 2 == 0
                    case 2: column % 3 == 0
                    case 3: (row + column) % 3 == 0
                    case 4: (row / 2 + column / 3) % 2 == 0
                    case 5: row * column % 2 + row * column % 3 == 0
                    case 6: (row * column % 2 + row * column % 3) % 2 == 0
                    default: ((row + column) % 2 + row * column % 3) % 2 == 0
                    }
                if turns { modules[row * size + column].toggle() }
            }
        }
    }

    /// How hard the code is to read (§7.8.3).
    private var penalty: Int {
        var penalty = 0
        for index in 0..<size {
            penalty += Self.penalty(ofLine: (0..<size).map { self[index, $0] })
            penalty += Self.penalty(ofLine: (0..<size).map { self[$0, index] })
        }
        for row in 0..<size - 1 {
            for column in 0..<size - 1 {
                let isDark = self[row, column]
                if self[row, column + 1] == isDark && self[row + 1, column] == isDark
                    && self[row + 1, column + 1] == isDark
                {
                    penalty += 3
                }
            }
        }
        let dark = modules.count { $0 }
        return penalty + 10 * (abs(dark * 100 / modules.count - 50) / 5)
    }

    /// Long runs, and what looks like a finder.
    private static func penalty(ofLine line: [Bool]) -> Int {
        var penalty = 0
        var run = 0
        for (index, isDark) in line.enumerated() {
            run = index > 0 && line[index - 1] == isDark ? run + 1 : 1
            if run == 5 { penalty += 3 } else if run > 5 { penalty += 1 }
        }
        let finder = [true, false, true, true, true, false, true]
        let silence = [false, false, false, false]
        for pattern in [finder + silence, silence + finder] where line.count >= pattern.count {
            for start in 0...line.count - pattern.count where line[start..<start + pattern.count].elementsEqual(pattern)
            {
                penalty += 40
            }
        }
        return penalty
    }
}
