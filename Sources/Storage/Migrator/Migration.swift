/// One step of the schema: a numbered file, never edited once it is released.
package struct Migration: Sendable {
    package let version: Int64
    package let name: String
    let script: String

    /// - Parameter script: the text of the file, in UTF-8.
    package init(_ version: Int64, _ name: String, _ script: [UInt8]) {
        self.version = version
        self.name = name
        self.script = String(decoding: script, as: UTF8.self)
    }

    /// Tells an edited file from the one that was applied. It guards against mistakes, not against an attacker, who
    /// could change the table as well; hence FNV-1a (64 bits) is enough.
    var checksum: String {
        let hash = script.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }
}
