/// A size of QR codes with the error correction level M, which survives the loss of 15 % (ISO/IEC 18004 §6.5.1, table 9).
struct QRVersion: Sendable {
    /// Correction codewords of each block, and the number of blocks, from version 1 on.
    private static let blocks: [(correction: Int, count: Int)] = [
        (10, 1), (16, 1), (26, 1), (18, 2), (24, 2), (16, 4), (18, 4), (22, 4), (22, 5), (26, 5), (30, 5), (22, 8),
        (22, 9), (24, 9), (24, 10), (28, 10), (28, 11), (26, 13), (26, 14), (26, 16),
    ]

    let number: Int
    var correctionPerBlock: Int { Self.blocks[number - 1].correction }
    var blockCount: Int { Self.blocks[number - 1].count }
    /// Modules on each side.
    var size: Int { 17 + 4 * number }

    /// The smallest one that holds so many bytes.
    /// - Returns: `nil` for more than 666.
    init?(bytes count: Int) {
        guard let number = (1...Self.blocks.count).first(where: { QRVersion(number: $0).holds(count) }) else {
            return nil
        }
        self.number = number
    }

    private init(number: Int) { self.number = number }

    private func holds(_ count: Int) -> Bool {
        4 + lengthBits + 8 * count <= 8 * dataCodewords
    }

    /// Of the number of bytes (table 3).
    var lengthBits: Int { number < 10 ? 8 : 16 }

    var codewords: Int { dataModules / 8 }
    var dataCodewords: Int { codewords - correctionPerBlock * blockCount }

    /// What finders, timing, alignment, format and version leave.
    private var dataModules: Int {
        let finders = 3 * 64
        let format = 31
        let timing = 2 * (size - 16)
        let version = number < 7 ? 0 : 36
        let side = alignmentCentres.count
        // Three of the patterns would lie on finders; those in the sixth row and column share five modules with the timing.
        let patterns = side == 0 ? 0 : side * side - 3
        let shared = side < 3 ? 0 : 2 * (side - 2) * 5
        return size * size - finders - format - timing - version - 25 * patterns + shared
    }

    /// Rows, and columns, of the centres of alignment patterns (annex E).
    var alignmentCentres: [Int] {
        guard number > 1 else { return [] }
        let count = number / 7 + 2
        let span = size - 13
        // The distance is even; only the first one may be smaller than the others.
        let step = (span + 2 * (count - 1) - 1) / (2 * (count - 1)) * 2
        return [6] + (0..<count - 1).reversed().map { size - 7 - step * $0 }
    }
}
