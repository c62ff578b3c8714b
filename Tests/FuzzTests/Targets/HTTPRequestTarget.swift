@testable internal import HTTP

/// Requests, one after the other, as a connection feeds them to the decoder (RFC 9112).
enum HTTPRequestTarget {
    /// Low enough for inputs to reach them.
    private static let limits: HTTPLimits = {
        var limits = HTTPLimits()
        limits.headerBytes = 2048
        limits.fieldCount = 20
        limits.targetBytes = 512
        limits.bodyBytes = 2048
        return limits
    }()

    static func check(_ bytes: [UInt8]) throws(Violation) {
        let whole = Reading([bytes[...]], limits)
        for cut in cuts(of: bytes) {
            try hold(Reading([bytes[..<cut], bytes[cut...]], limits) == whole, "a cut at \(cut) changes the reading")
        }
        try hold(Reading(bytes.indices.map { bytes[$0...$0] }, limits) == whole, "single bytes change the reading")
        try checkFinality(bytes, whole)
        var start = 0
        for (message, end) in zip(whole.messages, whole.ends) {
            let alone = Reading([bytes[start..<end]], limits)
            try hold(alone.messages == [message] && alone.status == nil, "a message depends on what stands before it")
            try message.checkForm()
            try checkMeaning(message)
            start = end
        }
    }

    /// More input neither heals an error nor takes back a message.
    private static func checkFinality(_ bytes: [UInt8], _ whole: Reading) throws(Violation) {
        for suffix in ["\r\n", "\r\n\r\n", "0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"] {
            let longer = Reading([bytes[...], ArraySlice(suffix.utf8)], limits)
            try hold(longer.messages.starts(with: whole.messages), "more input changes a message")
            guard whole.status != nil || whole.isClosed else { continue }
            try hold(longer == whole, "something is read after the end")
        }
    }

    /// Written in the simplest form, the message is read as the same one.
    private static func checkMeaning(_ message: Message) throws(Violation) {
        var roomy = limits
        roomy.headerBytes *= 2
        roomy.fieldCount *= 2
        let written = message.serialized
        let again = Reading([written[...]], roomy)
        try hold(again.status == nil && again.ends == [written.count], "a message is not read after it was written")
        var expected = message
        expected.fields = message.unframedFields
        var found = again.messages
        if !found.isEmpty { found[0].fields = found[0].unframedFields }
        try hold(found == [expected], "a message changes its meaning when it is written and read")
    }
}

/// Everything that a decoder makes of the pieces of an input.
private struct Reading: Equatable {
    var messages: [Message] = []
    /// Bytes of the input that were taken when the message was complete.
    var ends: [Int] = []
    /// The status of the error that ended the reading.
    var status: Int?
    var isClosed = false

    init(_ pieces: [ArraySlice<UInt8>], _ limits: HTTPLimits) {
        var decoder = RequestDecoder(limits: limits)
        var input = InputBuffer()
        var fed = 0
        for piece in pieces {
            decoder.compact(&input)
            input.append(piece)
            fed += piece.count
            do throws(HTTPProtocolError) {
                while !isClosed, let message = try decoder.next(&input) {
                    messages.append(Message(message))
                    ends.append(fed - input.count)
                    isClosed = !message.head.keepsAlive
                }
            } catch {
                status = error.status.code
                return
            }
            if isClosed { return }
        }
    }
}

private struct Message: Equatable {
    struct Field: Equatable {
        let name: [UInt8]
        let value: [UInt8]

        func isNamed(_ lowercase: String) -> Bool {
            name.map(HTTPCharacters.lowercased).elementsEqual(lowercase.utf8)
        }
    }

    let method: String
    let path: [UInt8]
    let query: [UInt8]?
    var fields: [Field]
    let body: [UInt8]
    let isHTTP10: Bool
    let keepsAlive: Bool
    let expectsContinue: Bool

    init(_ message: RequestDecoder.Message) {
        let head = message.head
        method = head.method.name
        path = Array(head.path.utf8)
        query = head.query.map { Array($0.utf8) }
        fields = head.fields.entries.map {
            Field(name: Array(head.fields.storage[$0.name]), value: Array(head.fields.storage[$0.value]))
        }
        body = message.body
        isHTTP10 = head.isHTTP10
        keepsAlive = head.keepsAlive
        expectsContinue = head.expectsContinue
    }

    func values(_ lowercase: String) -> [[UInt8]] {
        fields.filter { $0.isNamed(lowercase) }.map(\.value)
    }

    var unframedFields: [Field] {
        fields.filter { !$0.isNamed("content-length") && !$0.isNamed("transfer-encoding") }
    }

    var serialized: [UInt8] {
        var bytes = Array(method.utf8) + [0x20] + path
        if let query { bytes += [UInt8(ascii: "?")] + query }
        bytes += Array(isHTTP10 ? " HTTP/1.0\r\n".utf8 : " HTTP/1.1\r\n".utf8)
        for field in unframedFields { bytes += field.name + [UInt8(ascii: ":")] + field.value + [0x0D, 0x0A] }
        // The go-ahead is only waited for where content is announced.
        if !body.isEmpty { bytes += Array("Content-Length: \(body.count)\r\n".utf8) }
        return bytes + [0x0D, 0x0A] + body
    }

    /// What RFC 9112 says about every message, told without the parser.
    func checkForm() throws(Violation) {
        try hold(method.utf8.allSatisfy(HTTPCharacters.isToken) && !method.isEmpty, "a method is no token")
        try hold(path.first == UInt8(ascii: "/") || (path == [0x2A] && method == "OPTIONS"), "a path has no slash")
        let target = path + (query ?? [])
        try hold(target.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }, "a target holds anything")
        try hold(!path.contains(UInt8(ascii: "?")), "a path holds a query")
        for field in fields {
            try hold(!field.name.isEmpty && field.name.allSatisfy(HTTPCharacters.isToken), "a name is no token")
            try hold(field.value.allSatisfy { $0 == 9 || ($0 >= 0x20 && $0 != 0x7F) }, "a value holds a control")
            let ends = [field.value.first, field.value.last]
            try hold(!ends.contains(0x20) && !ends.contains(0x09), "a value is not trimmed")
        }
        for name in ["host", "authorization", "content-type", "content-length"] {
            try hold(values(name).count <= 1, "\(name) is repeated")
        }
        try hold(values("host").count == 1 || isHTTP10, "a message has no host")
        try checkFraming()
    }

    private func checkFraming() throws(Violation) {
        let lengths = values("content-length")
        let codings = values("transfer-encoding")
        try hold(lengths.isEmpty || codings.isEmpty, "a message has two lengths")
        if let length = lengths.first {
            try hold(!length.isEmpty && length.allSatisfy { (0x30...0x39).contains($0) }, "a length is no number")
            try hold(Int(String(decoding: length, as: UTF8.self)) == body.count, "a body is not as long as declared")
        } else if !codings.isEmpty {
            let isChunked = codings.map { $0.map(HTTPCharacters.lowercased) } == [Array("chunked".utf8)]
            try hold(isChunked && !isHTTP10, "another coding is taken for chunked")
        } else {
            try hold(body.isEmpty, "a message without a length has a body")
        }
    }
}
