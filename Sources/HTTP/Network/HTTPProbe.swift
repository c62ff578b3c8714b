internal import CLinux
internal import Glibc

/// Asks a server on this machine one question, for health checks where no client is installed.
package enum HTTPProbe {
    /// Sends `GET path` over plain HTTP, waiting at most two seconds for each step.
    /// - Returns: the status; `nil` when nobody answers, or not in HTTP/1.1.
    package static func status(of path: String, at address: ListenAddress) -> Int? {
        let descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var wait = timeval(tv_sec: 2, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            unsafe setsockopt(descriptor, SOL_SOCKET, option, &wait, socklen_t(MemoryLayout<timeval>.size))
        }
        guard unsafe address.withSocketAddress({ unsafe connect(descriptor, $0, $1) }) == 0 else { return nil }
        let request = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
        guard unsafe send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count
        else { return nil }
        var answer = [UInt8](repeating: 0, count: 64)
        let count = unsafe recv(descriptor, &answer, answer.count, 0)
        guard count > 0 else { return nil }
        let words = String(decoding: answer.prefix(count), as: UTF8.self).split(separator: " ")
        guard words.count >= 2, words[0] == "HTTP/1.1" else { return nil }
        return Int(words[1])
    }
}
