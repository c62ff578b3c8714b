internal import COpenSSL

/// Comparison whose duration does not depend on where two values differ.
package enum ConstantTime {
    /// Whether both are equal. The length is no secret: it decides at once.
    package static func equal(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        guard first.count == second.count else { return false }
        return unsafe CRYPTO_memcmp(first, second, first.count) == 0
    }
}
