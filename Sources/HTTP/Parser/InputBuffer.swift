/// Bytes that were received and not yet taken. Empty, it holds no memory.
struct InputBuffer {
    private(set) var bytes: [UInt8] = []
    /// Index of the first byte not taken.
    private(set) var start = 0

    init(_ bytes: [UInt8] = []) {
        self.bytes = bytes
    }

    var end: Int { bytes.count }
    var count: Int { bytes.count - start }
    var isEmpty: Bool { start == bytes.count }

    mutating func append(_ more: some Collection<UInt8>) {
        bytes.append(contentsOf: more)
    }

    /// Takes everything before the index.
    mutating func take(upTo index: Int) {
        start = index
        if start == bytes.count {
            bytes = []
            start = 0
        }
    }

    /// Moves what is left to the front; indices from before are void.
    mutating func compact() {
        guard start > 0 else { return }
        bytes = Array(bytes[start...])
        start = 0
    }

    /// The line end at or after the index.
    func lineFeed(from index: Int) -> Int? {
        let span = bytes.span
        var index = index
        while index < span.count {
            if span[index] == HTTPCharacters.lineFeed { return index }
            index += 1
        }
        return nil
    }
}
