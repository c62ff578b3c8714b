/// A response as it came over the wire; written apart from the code that it tests.
struct RawResponse: Sendable, Equatable {
    var status: Int
    var head: String
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    func field(_ name: String) -> String? {
        for line in head.split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                return parts[1].trimmingPrefix(" ").description
            }
        }
        return nil
    }

    /// All complete responses; content is delimited by length or chunks, else there is none.
    static func parse(_ bytes: [UInt8], toHead: Bool = false) -> [RawResponse] {
        var responses: [RawResponse] = []
        var rest = bytes[...]
        while let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) {
            let head = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
            guard head.hasPrefix("HTTP/1.1 "), let status = Int(head.dropFirst(9).prefix(3)) else { return responses }
            var response = RawResponse(status: status, head: head, body: [])
            rest = rest[end.upperBound...]
            if let length = response.field("Content-Length").flatMap({ Int($0) }), !toHead {
                guard rest.count >= length else { return responses }
                response.body = Array(rest.prefix(length))
                rest = rest.dropFirst(length)
            } else if response.field("Transfer-Encoding") == "chunked", !toHead {
                guard let body = unchunk(&rest) else { return responses }
                response.body = body
            }
            responses.append(response)
        }
        return responses
    }

    private static func unchunk(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        var body: [UInt8] = []
        while let end = rest.firstRange(of: [13, 10]) {
            guard let size = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16),
                rest[end.upperBound...].count >= size + 2
            else { return nil }
            body += rest[end.upperBound...].prefix(size)
            rest = rest[end.upperBound...].dropFirst(size)
            guard rest.starts(with: [13, 10]) else { return nil }
            rest = rest.dropFirst(2)
            if size == 0 { return body }
        }
        return nil
    }
}
