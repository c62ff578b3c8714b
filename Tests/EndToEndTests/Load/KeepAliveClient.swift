internal import Foundation
internal import Glibc
internal import Platform

/// A client that keeps its connection, as a service that asks for tokens does. Its calls block, so it lives on a thread
/// of its own, and none of them waits for longer than its patience.
final class KeepAliveClient {
    enum Failure: Error, Equatable {
        /// Nobody listens.
        case refused
        /// The connection ended before the first byte of an answer.
        case closed
        /// The connection ended within an answer.
        case cutOff
        case timedOut
    }

    struct Answer {
        let status: Int
        let head: String
        let body: [UInt8]

        var asksToWait: Bool { head.contains("\r\nRetry-After: ") }

        func text(_ member: String) -> String? {
            guard case .object(let object)? = try? JSONValue(parsing: body) else { return nil }
            return object[member]?.stringValue
        }
    }

    private static let patience = 20

    private let port: Int
    private var descriptor: Int32 = -1
    private var wasUsed = false
    private var room = [UInt8](repeating: 0, count: 65536)
    /// How often the server had closed the connection while it rested, so the request was sent again.
    private(set) var sentAgain = 0

    init(port: Int) {
        self.port = port
    }

    deinit {
        disconnect()
    }

    /// A connection that the server closed while it rested says so only when it is used: then the request was not
    /// read, and goes to a new connection (RFC 9112 §9.6).
    func send(
        _ method: String, _ path: String, authorization: String? = nil, type: String = "application/json",
        body: String = ""
    ) throws(Failure) -> Answer {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Length: \(body.utf8.count)\r\n"
        if let authorization { text += "Authorization: \(authorization)\r\n" }
        if !body.isEmpty { text += "Content-Type: \(type)\r\n" }
        let request = Array("\(text)\r\n\(body)".utf8)
        let isReused = descriptor >= 0 && wasUsed
        do throws(Failure) {
            return try exchange(request)
        } catch {
            disconnect()
            guard error == .closed, isReused else { throw error }
            sentAgain += 1
        }
        do throws(Failure) {
            return try exchange(request)
        } catch {
            disconnect()
            throw error
        }
    }

    private func exchange(_ request: [UInt8]) throws(Failure) -> Answer {
        if descriptor < 0 { try connect() }
        var rest = request[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw .closed }
            rest = rest.dropFirst(count)
        }
        let answer = try receive()
        wasUsed = true
        if answer.head.lowercased().contains("\r\nconnection: close") { disconnect() }
        return answer
    }

    private func receive() throws(Failure) -> Answer {
        var bytes: [UInt8] = []
        var end: Int?
        while true {
            if end == nil { end = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound }
            if let end {
                let head = String(decoding: bytes[..<end], as: UTF8.self)
                let length =
                    head.lowercased().firstMatch(of: #/\r\ncontent-length: ([0-9]+)/#).flatMap { Int($0.1) } ?? 0
                if bytes.count >= end + length {
                    return Answer(
                        status: Int(head.dropFirst(9).prefix(3)) ?? 0, head: head,
                        body: Array(bytes[end..<(end + length)]))
                }
            }
            let count = unsafe recv(descriptor, &room, room.count, 0)
            if count < 0, errno == EAGAIN { throw .timedOut }
            guard count > 0 else { throw bytes.isEmpty ? .closed : .cutOff }
            bytes += room[..<count]
        }
    }

    private func connect() throws(Failure) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        wasUsed = false
        var wait = timeval(tv_sec: Self.patience, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        target.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        let status = unsafe withUnsafePointer(to: &target) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe Glibc.connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            disconnect()
            throw .refused
        }
    }

    private func disconnect() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }
}
