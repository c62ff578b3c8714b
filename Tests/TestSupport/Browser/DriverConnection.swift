internal import Foundation
internal import Glibc

/// One request to the driver and its answer, over a connection of their own. Foundation cannot read the driver's answers.
///
/// Its calls block, so they run on a thread that may, and none of them waits for longer than a minute.
enum DriverConnection {
    struct Answer: Sendable {
        let status: Int
        let body: [UInt8]
    }

    enum Failure: Error {
        case cannotConnect(Int32)
        case interrupted(Int32)
        case malformed
    }

    static func exchange(_ method: String, _ path: String, _ body: [UInt8], port: UInt16) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                continuation.resume(with: Result { try exchangeBlocking(method, path, body, port) })
            }
            thread.start()
        }
    }

    private static func exchangeBlocking(
        _ method: String, _ path: String, _ body: [UInt8], _ port: UInt16
    ) throws -> Answer {
        let descriptor = try connectSocket(port)
        defer { close(descriptor) }
        let head = """
            \(method) \(path) HTTP/1.1\r
            Host: 127.0.0.1:\(port)\r
            Content-Type: application/json; charset=utf-8\r
            Content-Length: \(body.count)\r
            Connection: close\r
            \r

            """
        try sendAll(Array(head.utf8) + body, to: descriptor)
        return try readAnswer(from: descriptor)
    }

    private static func connectSocket(_ port: UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure.cannotConnect(errno) }
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            let reason = errno
            close(descriptor)
            throw Failure.cannotConnect(reason)
        }
        return descriptor
    }

    private static func sendAll(_ bytes: [UInt8], to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure.interrupted(errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// The answer ends after as many bytes as it says, whether or not the driver closes the connection.
    private static func readAnswer(from descriptor: Int32) throws -> Answer {
        var bytes: [UInt8] = []
        var expected: Int?
        var status = 0
        var bodyStart = 0
        var room = [UInt8](repeating: 0, count: 65536)
        while expected.map({ bytes.count - bodyStart < $0 }) ?? true {
            let count = unsafe recv(descriptor, &room, room.count, 0)
            guard count > 0 else { throw count == 0 ? Failure.malformed : Failure.interrupted(errno) }
            bytes += room[..<count]
            guard expected == nil, let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { continue }
            let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            guard let code = head.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
                let length = head.lowercased().firstMatch(of: #/\r\ncontent-length: *(\d+)/#).flatMap({ Int($0.1) })
            else { throw Failure.malformed }
            (status, expected, bodyStart) = (code, length, end.upperBound)
        }
        return Answer(status: status, body: Array(bytes[bodyStart...]))
    }
}
