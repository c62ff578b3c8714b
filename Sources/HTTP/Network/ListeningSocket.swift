internal import CLinux
internal import Glibc

/// A bound, listening, non-blocking socket that waits for its loop.
struct ListeningSocket: Sendable {
    let descriptor: Int32
    let address: ListenAddress
    /// The number of the loop that it belongs to.
    let loop: Int

    func close() {
        Glibc.close(descriptor)
    }

    /// Every TCP address gets one socket per loop, between which the kernel spreads connections; a local socket
    /// belongs to the first loop.
    static func bindAll(_ addresses: [ListenAddress], loops: Int) throws(HTTPServerError) -> [ListeningSocket] {
        var sockets: [ListeningSocket] = []
        do throws(HTTPServerError) {
            for address in addresses {
                switch address {
                case .unix(let path):
                    try removeStaleFile(path)
                    sockets.append(try bind(address, loop: 0))
                case .tcp:
                    try refuseIfTaken(address)
                    let first = try bind(address, loop: 0)
                    sockets.append(first)
                    // The first socket decides the port when the system is to choose one.
                    for loop in 1..<max(loops, 1) { sockets.append(try bind(first.address, loop: loop)) }
                }
            }
        } catch {
            sockets.forEach { $0.close() }
            throw error
        }
        return sockets
    }

    /// Sockets that share their port would also share it with another process that is in the way.
    private static func refuseIfTaken(_ address: ListenAddress) throws(HTTPServerError) {
        guard address.port != 0 else { return }
        let descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .cannotListen(address, SystemError()) }
        defer { Glibc.close(descriptor) }
        set(descriptor, SOL_SOCKET, SO_REUSEADDR)
        guard unsafe address.withSocketAddress({ unsafe Glibc.bind(descriptor, $0, $1) }) == 0 else {
            throw .cannotListen(address, SystemError())
        }
    }

    private static func bind(_ address: ListenAddress, loop: Int) throws(HTTPServerError) -> ListeningSocket {
        let descriptor = socket(
            address.family, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .cannotListen(address, SystemError()) }
        if case .tcp = address {
            set(descriptor, SOL_SOCKET, SO_REUSEADDR)
            set(descriptor, SOL_SOCKET, SO_REUSEPORT)
            // Accepted sockets inherit it.
            set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY)
            if address.family == AF_INET6 { set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY) }
        }
        guard unsafe address.withSocketAddress({ unsafe Glibc.bind(descriptor, $0, $1) }) == 0,
            listen(descriptor, 4096) == 0
        else {
            let error = SystemError()
            Glibc.close(descriptor)
            throw .cannotListen(address, error)
        }
        return ListeningSocket(descriptor: descriptor, address: address.bound(by: descriptor), loop: loop)
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32) {
        var one: Int32 = 1
        unsafe setsockopt(descriptor, level, option, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Removes the socket that a killed process left behind, and nothing else.
    private static func removeStaleFile(_ path: String) throws(HTTPServerError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .pathTaken(path) }
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { throw .cannotListen(.unix(path: path), SystemError()) }
        defer { Glibc.close(probe) }
        let answers = unsafe ListenAddress.unix(path: path).withSocketAddress { unsafe connect(probe, $0, $1) } == 0
        guard !answers else { throw .pathTaken(path) }
        unsafe unlink(path)
    }

    static func removeFile(of address: ListenAddress) {
        if case .unix(let path) = address { unsafe unlink(path) }
    }
}

extension ListenAddress {
    var family: Int32 {
        switch self {
        case .tcp(let address, _): address.isV4 ? AF_INET : AF_INET6
        case .unix: AF_UNIX
        }
    }

    @unsafe func withSocketAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        switch self {
        case .tcp(let address, let port) where address.isV4:
            var value = sockaddr_in()
            value.sin_family = sa_family_t(AF_INET)
            value.sin_port = port.bigEndian
            value.sin_addr = address.v4
            return unsafe Self.call(&value, body)
        case .tcp(let address, let port):
            var value = sockaddr_in6()
            value.sin6_family = sa_family_t(AF_INET6)
            value.sin6_port = port.bigEndian
            value.sin6_addr = address.v6
            return unsafe Self.call(&value, body)
        case .unix(let path):
            var value = sockaddr_un()
            value.sun_family = sa_family_t(AF_UNIX)
            unsafe withUnsafeMutableBytes(of: &value.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
            return unsafe Self.call(&value, body)
        }
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

    /// The same address with the port that the socket got.
    fileprivate func bound(by descriptor: Int32) -> ListenAddress {
        guard case .tcp(let address, port: 0) = self else { return self }
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let port = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = unsafe getsockname(descriptor, address, &length)
            }
            // Both families keep the port at the same place.
            return unsafe pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
                unsafe UInt16(bigEndian: address.pointee.sin_port)
            }
        }
        return .tcp(address, port: port)
    }
}
