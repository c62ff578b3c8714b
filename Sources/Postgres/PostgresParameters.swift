internal import SQL

/// The values of one execution in the form that libpq takes, in memory that is used again.
///
/// Texts and bytes cross in binary, with their length. Numbers and booleans cross as text, because which kind of
/// integer the server takes a parameter for depends on the statement.
struct PostgresParameters {
    private enum Place {
        case null
        case at(Int, count: Int, isBinary: Bool)
    }

    private var bytes: [UInt8] = []
    private var places: [Place] = []

    init() {}

    init(_ values: [SQLValue]) throws(SQLError) {
        try fill(values, statement: "")
    }

    /// - Throws: `.unstorableText`, before anything is sent.
    mutating func fill(_ values: [SQLValue], statement: @autoclosure () -> String) throws(SQLError) {
        bytes.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        for value in values {
            let start = bytes.count
            switch value {
            case .null:
                places.append(.null)
                continue
            case .integer(let number):
                append(text: String(number))
            case .boolean(let flag):
                append(text: flag ? "t" : "f")
            case .text(let text):
                bytes.append(contentsOf: text.utf8)
                guard !bytes[start...].contains(0) else { throw .unstorableText(statement: statement()) }
                places.append(.at(start, count: bytes.count - start, isBinary: true))
            case .blob(let blob):
                bytes.append(contentsOf: blob)
                places.append(.at(start, count: blob.count, isBinary: true))
            }
        }
        // So that a value of no bytes at the very end has an address of its own, too.
        bytes.append(0)
    }

    private mutating func append(text: String) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        places.append(.at(start, count: bytes.count - start, isBinary: false))
        // libpq finds the end of a value in text form by its NUL.
        bytes.append(0)
    }

    /// Gives what the sending functions take: the number of parameters, and their addresses, lengths and formats.
    @unsafe borrowing func withPointers(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Int32
    ) -> Int32 {
        guard !places.isEmpty else { return body(0, nil, nil, nil) }
        return unsafe bytes.withUnsafeBytes { buffer in
            var addresses: [UnsafePointer<CChar>?] = unsafe []
            var lengths: [Int32] = []
            var formats: [Int32] = []
            for place in places {
                switch place {
                case .null:
                    unsafe addresses.append(nil)
                    lengths.append(0)
                    formats.append(0)
                case .at(let start, let count, let isBinary):
                    let value = unsafe UnsafeRawBufferPointer(rebasing: buffer[start...])
                    unsafe addresses.append(value.baseAddress?.assumingMemoryBound(to: CChar.self))
                    lengths.append(Int32(count))
                    formats.append(isBinary ? 1 : 0)
                }
            }
            return unsafe body(Int32(places.count), addresses, lengths, formats)
        }
    }
}
