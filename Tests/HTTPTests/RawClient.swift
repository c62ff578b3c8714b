internal import Foundation
internal import Glibc
internal import HTTP

/// A client that sends any bytes over a real socket. Its calls block, so they run on a thread of their own, and none of
/// them waits for longer than two minutes.
final class RawClient: Sendable {
    enum Failure: Error {
        case cannotConnect(Int32)
        case timedOut
        case reset
    }

    private let descriptor: Int32

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    static func connect(to address: ListenAddress) async throws -> RawClient {
        try await onThread { try RawClient(connectSocket(address)) }
    }

    /// Connects and sends without a gap, for a server that does not wait long.
    static func connect(to address: ListenAddress, sending text: String) async throws -> RawClient {
        try await onThread {
            let client = try RawClient(connectSocket(address))
            try sendAll(Array(text.utf8), to: client.descriptor)
            return client
        }
    }

    func send(_ bytes: [UInt8]) async throws {
        let descriptor = descriptor
        try await Self.onThread { try Self.sendAll(bytes, to: descriptor) }
    }

    private static func sendAll(_ bytes: [UInt8], to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure.reset }
            rest = rest.dropFirst(count)
        }
    }

    func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    /// Ends this side; the other one can still be read.
    func finish() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Has the connection end with a reset, not with a goodbye, when nobody uses the client any longer.
    func resetWhenClosed() {
        var none = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &none, socklen_t(MemoryLayout<linger>.size))
    }

    /// What the server sends up to its end of the connection.
    func readToEnd() async throws -> [UInt8] {
        try await read { _ in false }
    }

    /// What the server sends until the text is complete.
    func read(until isComplete: @escaping @Sendable ([UInt8]) -> Bool) async throws -> [UInt8] {
        let descriptor = descriptor
        return try await Self.onThread {
            var bytes: [UInt8] = []
            var room = [UInt8](repeating: 0, count: 65536)
            while !isComplete(bytes) {
                let count = unsafe recv(descriptor, &room, room.count, 0)
                if count == 0 { break }
                guard count > 0 else { throw errno == EAGAIN ? Failure.timedOut : Failure.reset }
                bytes += room[..<count]
            }
            return bytes
        }
    }

    /// Reads this many responses, none of them without a length.
    func responses(_ count: Int) async throws -> [RawResponse] {
        let bytes = try await read { RawResponse.parse($0).count >= count }
        return RawResponse.parse(bytes)
    }

    private static func connectSocket(_ address: ListenAddress) throws -> Int32 {
        let descriptor: Int32
        let status: Int32
        switch address {
        case .tcp(_, let port):
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var target = sockaddr_in()
            target.sin_family = sa_family_t(AF_INET)
            target.sin_port = port.bigEndian
            target.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
            status = unsafe call(&target) { unsafe Glibc.connect(descriptor, $0, $1) }
        case .unix(let path):
            descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var target = sockaddr_un()
            target.sun_family = sa_family_t(AF_UNIX)
            unsafe withUnsafeMutableBytes(of: &target.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
            status = unsafe call(&target) { unsafe Glibc.connect(descriptor, $0, $1) }
        }
        guard status == 0 else {
            let code = errno
            close(descriptor)
            throw Failure.cannotConnect(code)
        }
        var wait = timeval(tv_sec: 120, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        return descriptor
    }

    @unsafe private static func call<Value>(
        _ value: inout Value, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        unsafe withUnsafePointer(to: &value) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe body(address, socklen_t(MemoryLayout<Value>.size))
            }
        }
    }

    static func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result(catching: body)) }
            thread.start()
        }
    }
}
