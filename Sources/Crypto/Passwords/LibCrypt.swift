internal import CCrypt

/// The hashes of crypt(3) that libcrypt computes.
enum LibCrypt {
    /// Bytes of the longest password that libcrypt takes.
    private static let greatestPassword = Int(CRYPT_MAX_PASSPHRASE_SIZE) - 1

    /// The last `count` characters of what a password becomes under a setting, which is an earlier hash or the part
    /// before it. `nil` for a password that libcrypt could only take cut: one with a NUL in it, or of more than 511
    /// bytes. It cannot be the one that was hashed, and the time is taken all the same.
    static func hash(_ password: [UInt8], setting: String, last count: Int) throws(CryptoError) -> [UInt8]? {
        let isWhole = password.count <= greatestPassword && !password.contains(0)
        var phrase = isWhole ? password : []
        phrase.append(0)
        defer { phrase.wipe() }
        let size = MemoryLayout<crypt_data>.size
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
        defer {
            unsafe [UInt8].wipe(memory)
            unsafe memory.deallocate()
        }
        let output = unsafe phrase.withUnsafeBytes { phrase in
            unsafe crypt_rn(
                phrase.assumingMemoryBound(to: CChar.self).baseAddress, setting, memory.baseAddress, Int32(size)
            ).map { unsafe Array(String(cString: $0).utf8) }
        }
        guard let output, output.first != UInt8(ascii: "*"), output.count >= count else {
            throw .library(operation: "hash a password", reason: "libcrypt refused the setting")
        }
        return isWhole ? Array(output.suffix(count)) : nil
    }

    /// Whether libcrypt takes these visible characters in a salt: not those with a meaning in files of passwords.
    static func isSalt(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { !#"!*:;\"#.utf8.contains($0) }
    }

    static func matches(_ password: [UInt8], setting: String, _ hash: Substring) throws(CryptoError) -> Bool {
        let hash = Array(hash.utf8)
        guard let computed = try Self.hash(password, setting: setting, last: hash.count) else { return false }
        return ConstantTime.equal(computed, hash)
    }
}
