/// Error correction over GF(2⁸) with the polynomial x⁸ + x⁴ + x³ + x² + 1 (ISO/IEC 18004 §7.5).
struct ReedSolomon: Sendable {
    private static let powers: [UInt8] = {
        var powers: [UInt8] = [1]
        while powers.count < 255 {
            let last = powers[powers.count - 1]
            powers.append(last << 1 ^ (last & 0x80 == 0 ? 0 : 0x1D))
        }
        return powers
    }()

    private static let logarithms: [Int] = {
        var logarithms = [Int](repeating: 0, count: 256)
        for (exponent, power) in powers.enumerated() { logarithms[Int(power)] = exponent }
        return logarithms
    }()

    /// Of the generator polynomial, without the leading one, the highest power first.
    private let generator: [UInt8]

    /// - Parameter count: of the correction codewords for a block.
    init(count: Int) {
        // (x − α⁰)(x − α¹)…
        var polynomial: [UInt8] = [1]
        for exponent in 0..<count {
            var product = polynomial + [0]
            for (index, factor) in polynomial.enumerated() {
                product[index + 1] ^= Self.multiply(factor, Self.powers[exponent])
            }
            polynomial = product
        }
        generator = Array(polynomial.dropFirst())
    }

    /// The correction codewords of a block: the remainder of its division by the generator.
    func correction(of block: some Sequence<UInt8>) -> [UInt8] {
        block.reduce(into: [UInt8](repeating: 0, count: generator.count)) { remainder, codeword in
            let factor = codeword ^ remainder[0]
            remainder.removeFirst()
            remainder.append(0)
            for (index, coefficient) in generator.enumerated() {
                remainder[index] ^= Self.multiply(coefficient, factor)
            }
        }
    }

    private static func multiply(_ one: UInt8, _ other: UInt8) -> UInt8 {
        guard one != 0, other != 0 else { return 0 }
        return powers[(logarithms[Int(one)] + logarithms[Int(other)]) % 255]
    }
}
