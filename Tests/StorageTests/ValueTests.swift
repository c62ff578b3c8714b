internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("Values and columns")
struct ValueTests {
    struct Sample: Sendable, Equatable, CustomTestStringConvertible {
        var name: String
        var id: Int64 = 1
        var word: String?
        var bytes: [UInt8]?
        var flag: Bool?

        var testDescription: String { name }

        init(_ name: String, id: Int64 = 1, word: String? = nil, bytes: [UInt8]? = nil, flag: Bool? = nil) {
            self.name = name
            self.id = id
            self.word = word
            self.bytes = bytes
            self.flag = flag
        }
    }

    static let samples: [Sample] = [
        Sample("nulls"),
        Sample("empty values", word: "", bytes: [], flag: false),
        Sample("bytes with NUL", bytes: [0, 1, 0, 255, 0], flag: true),
        Sample("text of control characters", word: "\u{1}\t\n\r\u{7F}\u{85}\u{2028}\u{FEFF}"),
        Sample("text at the ends of the planes", word: "\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}"),
        Sample("text beyond ASCII", word: "Zoë 👩🏽‍🚀 字"),
        Sample("digits stay text", word: "0012", bytes: Array("0012".utf8)),
        Sample("the greatest integer", id: .max),
        Sample("the least integer", id: .min),
        Sample("long values", word: String(repeating: "x", count: 100_000), bytes: Array(repeating: 7, count: 100_000)),
    ]

    @Test(arguments: StoreEngine.allCases, samples)
    func `what is written is read`(engine: StoreEngine, sample: Sample) async throws {
        let store = try await Store(engine)
        try await store.database.write { (tx) throws(DomainError) in
            try tx.execute(
                "INSERT INTO samples (flag, bytes, word, id) VALUES ($4, $3, $2, $1)", sample.id, sample.word,
                sample.bytes, sample.flag)
        }
        let read = try await store.database.read { (tx) throws(DomainError) in
            // The order of the columns is not the order of reading, and one parameter is used twice.
            try tx.first("SELECT bytes, flag, id, word FROM samples WHERE id >= $1 AND id <= $1", sample.id) {
                (row) throws(DomainError) in
                Sample(
                    sample.name, id: try row.integer("id"), word: try row.optionalText("word"),
                    bytes: try row.optionalBlob("bytes"), flag: try row.optionalBoolean("flag"))
            }
        }
        #expect(read == sample)
    }

    @Test(arguments: StoreEngine.allCases, ["\0", "before\0after", "after\0"])
    func `a text with NUL is refused, by every engine and in every statement`(
        engine: StoreEngine, text: String
    ) async throws {
        let lines = LogLines()
        let store = try await Store(engine, log: lines.log)
        let refusal = DomainError.malformed("a text must not contain the character U+0000")
        await #expect(throws: refusal) { try await store.insertCode(text) }
        await #expect(throws: refusal) {
            try await store.database.read { (tx) throws(DomainError) in
                try tx.first("SELECT id FROM codes WHERE id = $1", text) { (row) throws(DomainError) in
                    try row.text("id")
                }
            }
        }
        try await store.insertCode("the store goes on")
        #expect(try await store.codes() == ["the store goes on"])
        #expect(lines.all == [])
    }

    @Test func `a text that is too long for an index of PostgreSQL is refused`() async throws {
        let lines = LogLines()
        let store = try await Store(.postgres, log: lines.log)
        // Without a pattern, so that it is not made shorter.
        let text = String((0..<10_000).map { _ in Character(Unicode.Scalar(UInt8.random(in: 0x30...0x7A))) })
        await #expect(throws: DomainError.textTooLong) { try await store.insertCode(text) }
        try await store.insertCode("the store goes on")
        #expect(try await store.codes() == ["the store goes on"])
        #expect(lines.all == [])
    }

    @Test(arguments: StoreEngine.allCases)
    func `text is sorted and folded by its bytes`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        let ids = ["a", "B", "b", "Z", "ä", "Ä", "z", "_", "1", "é", "字", "\u{FFFF}", "\u{10000}"]
        for id in ids.shuffled() { try await store.insertCode(id) }
        #expect(try await store.codes() == ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        let folded = try await store.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT lower(id) AS folded FROM codes WHERE lower(id) IN ('b', 'ä') ORDER BY id") {
                (row) throws(DomainError) in try row.text("folded")
            }
        }
        #expect(folded == ["b", "b", "ä"])
    }

    @Test(arguments: StoreEngine.allCases)
    func `a column may be read in a changing order`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        for id in ["a", "b", "c"] { try await store.insertCode(id, owner: "owner of \(id)") }
        let texts = try await store.database.read { (tx) throws(DomainError) in
            let isReversed = Mutex(false)
            return try tx.all("SELECT id, owner FROM codes ORDER BY id") { (row) throws(DomainError) in
                let reversed = isReversed.withLock { value in
                    defer { value.toggle() }
                    return value
                }
                return reversed
                    ? [try row.text("owner"), try row.text("id"), try row.text("id")]
                    : [try row.text("id"), try row.text("owner")]
            }
        }
        #expect(texts == [["a", "owner of a"], ["owner of b", "b", "b"], ["c", "owner of c"]])
    }

    @Test(arguments: StoreEngine.allCases)
    func `a statement is used again with other values, also inside itself`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        try await store.insertCode("a", owner: "b")
        try await store.insertCode("b", owner: "c")
        try await store.insertCode("c", owner: "nobody")
        let chain = try await store.database.read { (tx) throws(DomainError) in try tx.owners(from: "a") }
        #expect(chain == ["b", "c", "nobody"])
    }

    enum Misread: CaseIterable, Sendable {
        case absentColumn, nullAsText, textAsInteger, integerAsText, textAsBytes, unknownCase, brokenJSON
    }

    private enum Shape: String { case round }

    @Test(arguments: StoreEngine.allCases, Misread.allCases)
    func `a misread column is an internal error and a line in the log`(engine: StoreEngine, misread: Misread)
        async throws
    {
        let lines = LogLines()
        let store = try await Store(engine, log: lines.log)
        try await store.insertCode("secret-value")
        await #expect(throws: DomainError.internalFault) {
            try await store.database.read { (tx) throws(DomainError) in
                try tx.first("SELECT id, redeemed_at, expires_at FROM codes") { (row) throws(DomainError) in
                    switch misread {
                    case .absentColumn: _ = try row.text("owner")
                    case .nullAsText: _ = try row.text("redeemed_at")
                    case .textAsInteger: _ = try row.integer("id")
                    case .integerAsText: _ = try row.text("expires_at")
                    case .textAsBytes: _ = try row.blob("id")
                    case .unknownCase: _ = try row.value("id", as: Shape.self)
                    case .brokenJSON: _ = try row.object("id")
                    }
                }
            }
        }
        #expect(lines.all.count == 1)
        #expect(lines.all.allSatisfy { $0.contains("decoding") && !$0.contains("secret-value") })
    }
}

extension Transaction {
    fileprivate borrowing func owners(from id: String) throws(DomainError) -> [String] {
        let owners = try all("SELECT owner FROM codes WHERE id = $1", id) { (row) throws(DomainError) in
            let owner = try row.text("owner")
            return [owner] + (try self.owners(from: owner))
        }
        return owners.flatMap { $0 }
    }
}
