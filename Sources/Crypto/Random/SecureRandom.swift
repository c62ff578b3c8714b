internal import COpenSSL

/// Random values from OpenSSL's generator, which the operating system seeds.
///
/// A generator that fails stops the process: going on with predictable secrets would be worse.
package enum SecureRandom {
    package static func bytes(_ count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            unsafe fill(UnsafeMutableRawBufferPointer(buffer))
            initialized = count
        }
    }

    /// - Parameter alphabet: 2 to 256 different ASCII characters, each drawn with the same probability.
    package static func string(length: Int, alphabet: String) -> String {
        let symbols = Array(alphabet.utf8)
        precondition((2...256).contains(symbols.count) && symbols.allSatisfy { $0 < 0x80 }, "unusable alphabet")
        // A byte at or above the largest multiple of the alphabet's size would favour the first symbols.
        let limit = 256 / symbols.count * symbols.count
        var text: [UInt8] = []
        text.reserveCapacity(length)
        while text.count < length {
            for byte in bytes(length - text.count + 8) where text.count < length && Int(byte) < limit {
                text.append(symbols[Int(byte) % symbols.count])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `length` characters of `[A-Za-z0-9]`: 5.95 bits each.
    package static func alphanumeric(_ length: Int) -> String {
        string(length: length, alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    }

    static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        guard let start = buffer.baseAddress, buffer.count > 0 else { return }
        guard unsafe RAND_bytes_ex(nil, start, buffer.count, 0) == 1 else {
            preconditionFailure("the random number generator failed")
        }
    }
}
