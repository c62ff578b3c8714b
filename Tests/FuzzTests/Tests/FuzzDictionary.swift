/// The words of a target, one `"word"` a line with `\xNN` for other bytes: the form that libFuzzer reads.
enum FuzzDictionary {
    static func words(of target: FuzzTarget) -> [[UInt8]] {
        (Corpus.text("fuzz/\(target.name).dict") ?? "").split(separator: "\n").compactMap { line in
            guard line.count > 2, line.hasPrefix("\""), line.hasSuffix("\"") else { return nil }
            return unescaped(Array(line.utf8.dropFirst().dropLast()))
        }
    }

    private static func unescaped(_ text: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let kind = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            guard kind == UInt8(ascii: "x") else {
                bytes.append(kind)
                continue
            }
            bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? kind)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
