internal import CLinux
internal import Glibc

/// A listening socket of one loop.
struct Listener {
    let descriptor: Int32
    /// Called on the loop's thread with each accepted socket and its peer, which is `nil` on a local socket.
    let onAccept: (_ descriptor: Int32, _ peer: IPAddress?) -> Void

    private let spare = SpareDescriptor()

    init(_ descriptor: Int32, onAccept: @escaping (_ descriptor: Int32, _ peer: IPAddress?) -> Void) {
        self.descriptor = descriptor
        self.onAccept = onAccept
    }

    /// Most connections that are accepted before others get their turn; the rest raises the next event.
    private static let batch = 64

    /// Returns whether there may be more.
    @discardableResult
    func acceptPending() -> Bool {
        for _ in 0..<Self.batch {
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let accepted = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    unsafe accept4(descriptor, address, &length, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
                }
            }
            if accepted >= 0 {
                onAccept(accepted, SocketAddress.peer(storage))
            } else if errno == EMFILE || errno == ENFILE {
                spare.turnAway(from: descriptor)
                return false
            } else if errno != EINTR, errno != ECONNABORTED {
                return false
            }
        }
        return true
    }
}

/// One descriptor in reserve. Without it a process that has used up all of its descriptors could not even turn a
/// connection away, and would be woken for it without end.
final class SpareDescriptor {
    private var descriptor = eventfd(0, Int32(EFD_CLOEXEC))

    deinit {
        close(descriptor)
    }

    func turnAway(from listener: Int32) {
        close(descriptor)
        let refused = accept(listener, nil, nil)
        if refused >= 0 { close(refused) }
        descriptor = eventfd(0, Int32(EFD_CLOEXEC))
    }
}

enum SocketAddress {
    static func peer(_ storage: sockaddr_storage) -> IPAddress? {
        var storage = storage
        return unsafe withUnsafePointer(to: &storage) { pointer in
            switch unsafe Int32(pointer.pointee.ss_family) {
            case AF_INET:
                unsafe pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
                    unsafe IPAddress(v4: UInt32(bigEndian: address.pointee.sin_addr.s_addr))
                }
            case AF_INET6:
                unsafe pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
                    unsafe IPAddress(address.pointee.sin6_addr)
                }
            default: nil
            }
        }
    }
}
