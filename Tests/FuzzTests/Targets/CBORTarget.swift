internal import Platform

@testable internal import WebAuthn

/// CBOR of authenticators. The canonical form has one spelling for each value, so what is read must be written the same.
enum CBORTarget {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        let value: CBORValue
        do throws(CBORError) { value = try CBORValue(decoding: bytes) } catch { return }
        var written: [UInt8] = []
        write(value, to: &written)
        try hold(written == bytes, "a value has two spellings")
        for cut in cuts(of: bytes) {
            let isRead: Bool
            do throws(CBORError) {
                _ = try CBORValue(decoding: Array(bytes[..<cut]))
                isRead = true
            } catch {
                isRead = false
            }
            try hold(!isRead, "an item is read that was cut at \(cut)")
        }
    }

    private static func write(_ value: CBORValue, to bytes: inout [UInt8]) {
        switch value {
        case .integer(let number): write(number, to: &bytes)
        case .bytes(let content):
            head(2, UInt64(content.count), to: &bytes)
            bytes += content
        case .text(let text): write(text, to: &bytes)
        case .array(let elements):
            head(4, UInt64(elements.count), to: &bytes)
            for element in elements { write(element, to: &bytes) }
        case .map(let map):
            head(5, UInt64(map.entries.count), to: &bytes)
            for entry in map.entries {
                switch entry.key {
                case .integer(let number): write(number, to: &bytes)
                case .text(let text): write(text, to: &bytes)
                }
                write(entry.value, to: &bytes)
            }
        case .bool(let value): bytes.append(value ? 0xF5 : 0xF4)
        case .null: bytes.append(0xF6)
        }
    }

    private static func write(_ number: Int64, to bytes: inout [UInt8]) {
        if number >= 0 { head(0, UInt64(number), to: &bytes) } else { head(1, UInt64(-1 - number), to: &bytes) }
    }

    private static func write(_ text: String, to bytes: inout [UInt8]) {
        head(3, UInt64(text.utf8.count), to: &bytes)
        bytes += Array(text.utf8)
    }

    private static func head(_ type: UInt8, _ number: UInt64, to bytes: inout [UInt8]) {
        let counts: [(UInt64, UInt8, UInt64)] = [(0xFF, 24, 1), (0xFFFF, 25, 2), (0xFFFF_FFFF, 26, 4), (.max, 27, 8)]
        if number < 24 {
            bytes.append(type << 5 | UInt8(number))
            return
        }
        for (greatest, information, count) in counts where number <= greatest {
            bytes.append(type << 5 | information)
            for place in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
            return
        }
    }
}
