internal import Crypto
internal import FoundationEssentials
internal import Platform

/// The master key as operators hold it: 32 characters as they are, or 32 bytes in base64 or hexadecimal.
enum MasterKeyFile {
    static func decode(_ text: String) -> [UInt8]? {
        let text = text.filter { !$0.isWhitespace }
        if text.utf8.count == 64, let bytes = hexadecimal(text) { return bytes }
        if text.utf8.count > 32, let bytes = Base64.decodeLenient(text), bytes.count == 32 { return bytes }
        return text.utf8.count == 32 ? Array(text.utf8) : nil
    }

    /// The key of the configured source; makes the file when it may be made.
    static func load(_ source: Configuration.MasterKeySource) throws(StartError) -> MasterKey {
        switch source {
        case .value(let bytes): return try key(bytes.exposed, "ALCAZAR_MASTERKEY")
        case .file(let path): return try read(path)
        case .generatedFile(let path):
            if FileManager.default.fileExists(atPath: path) { return try read(path) }
            return try create(path)
        }
    }

    private static func read(_ path: String) throws(StartError) -> MasterKey {
        // Only the path helps: the reason is the file's name or its permissions.
        guard let data = FileManager.default.contents(atPath: path) else {
            throw StartError("cannot read the master key \(path)")
        }
        guard let bytes = decode(String(decoding: data, as: UTF8.self)) ?? (data.count == 32 ? Array(data) : nil)
        else {
            throw StartError("the master key \(path) must hold 32 characters, or 32 bytes in base64 or hexadecimal")
        }
        return try key(bytes, path)
    }

    /// The file appears whole or not at all, readable by its owner only.
    private static func create(_ path: String) throws(StartError) -> MasterKey {
        let master = MasterKey.random()
        let text = Base64.encode(master.bytes.exposed) + "\n"
        do {
            try PrivateFile.write(text, to: path)
        } catch {
            throw StartError("cannot write the master key \(path): \(error)")
        }
        return master
    }

    private static func key(_ bytes: [UInt8], _ origin: String) throws(StartError) -> MasterKey {
        do throws(CryptoError) {
            return try MasterKey(bytes: bytes)
        } catch {
            throw StartError("the master key of \(origin) must have 32 bytes")
        }
    }

    private static func hexadecimal(_ text: String) -> [UInt8]? {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
