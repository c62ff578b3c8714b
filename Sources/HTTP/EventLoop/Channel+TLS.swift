internal import TLS

extension Channel {
    /// Completes the handshake. Returns `false` when the peer failed or took too long.
    func handshake() async -> Bool {
        guard let tls else { return true }
        while true {
            switch tls.handshake() {
            case .done: return true
            case .failed: return false
            case .wantsRead: block(.read)
            case .wantsWrite: block(.write)
            }
            if isExpired { return false }
            await wait()
        }
    }
}

extension TLSProgress {
    var attempt: Channel.Attempt {
        switch self {
        case .done(let count): .done(count)
        case .wantsRead: .mustWait(.read)
        case .wantsWrite: .mustWait(.write)
        case .failed: .failed
        }
    }
}
