internal import CLinux
internal import Glibc
internal import TLS

/// A connected socket on its loop, plain or with TLS. One task uses it.
///
/// Reading and writing are tried first; only when the kernel has nothing to give or no room does the task wait. The
/// socket is watched edge-triggered, so a request costs one wait, one read and one write.
///
/// Safety of `@unchecked Sendable`: it is used on its loop's thread only. Its task prefers the loop's executor, and
/// whoever writes from elsewhere goes through that executor first.
@safe final class Channel: @unchecked Sendable {
    enum Received {
        case bytes
        case end
        case expired
        /// The server is stopping and the channel was idle.
        case drained
        case failed
    }

    enum Attempt {
        case done(Int)
        case mustWait(Direction)
        case failed
    }

    enum Direction {
        case read
        case write
    }

    let descriptor: Int32
    let loop: EventLoop
    var slot: UInt32 = 0
    var timerIndex: Int?
    var tls: TLSStream?
    /// The task that serves the channel; it is cancelled when a deadline passes while a handler runs.
    var task: Task<Void, Never>?
    /// Whether nothing is lost when the channel is closed now.
    var isIdle = false

    private(set) var isExpired = false
    private var canRead = true
    private var canWrite = true
    private var isHungUp = false
    private var waiter: UnsafeContinuation<Void, Never>?
    private var awaited = Direction.read
    /// Whether the task was woken and has not run since.
    private var isWoken = false

    /// Milliseconds of the monotonic clock after which the channel is given up; setting it starts a new wait.
    var deadline: UInt64 = .max {
        didSet { if deadline != .max { loop.schedule(self, at: deadline) } }
    }

    init(_ descriptor: Int32, on loop: EventLoop) {
        self.descriptor = descriptor
        self.loop = loop
    }

    // MARK: - Called by the loop

    func notice(_ flags: UInt32) {
        let failed = EPOLLHUP.rawValue | EPOLLERR.rawValue
        if flags & (EPOLLRDHUP.rawValue | failed) != 0 { isHungUp = true }
        if flags & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue | failed) != 0 { canRead = true }
        if flags & (EPOLLOUT.rawValue | failed) != 0 { canWrite = true }
        switch awaited {
        case .read: if canRead { wake() }
        case .write: if canWrite { wake() }
        }
    }

    /// The deadline has passed, or the server does not wait any longer.
    func expire() {
        isExpired = true
        if unsafe waiter != nil {
            wake()
        } else if !isWoken {
            // A handler is running. The peer learns at once that no answer comes; the handler learns it by its task.
            task?.cancel()
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }

    /// Ends the wait for a request that has not begun. One more read is tried, for what has arrived meanwhile.
    func drain() {
        guard isIdle else { return }
        canRead = true
        wake()
    }

    private func wake() {
        guard let continuation = unsafe waiter else { return }
        unsafe waiter = nil
        isWoken = true
        unsafe continuation.resume()
    }

    // MARK: - Called by the task

    /// Begins a new wait even when the last one has run out, to say goodbye in it.
    func renewDeadline(_ wait: UInt64) {
        isExpired = false
        deadline = loop.now + wait
    }

    /// Appends what has arrived, at least one byte, to the buffer. `nil`: nothing has; `wait` and try again.
    func receive(into buffer: inout InputBuffer) -> Received? {
        if canRead {
            switch readOnce(into: &buffer) {
            case .done(0): return .end
            case .done: return .bytes
            case .mustWait(let direction): block(direction)
            case .failed: return .failed
            }
        } else {
            awaited = .read
        }
        if isExpired { return .expired }
        return isIdle && loop.isDraining ? .drained : nil
    }

    /// Sends everything from the index on. Returns `false` when the peer is gone or too slow.
    func send(_ bytes: [UInt8], from start: Int = 0) async -> Bool {
        var start = start
        while start < bytes.count {
            switch writeOnce(bytes, from: start) {
            case .done(let count): start += count
            case .failed: return false
            case .mustWait(let direction):
                if isExpired { return false }
                block(direction)
                await wait()
            }
        }
        return true
    }

    /// The socket has nothing to give, or no room.
    func block(_ direction: Direction) {
        switch direction {
        case .read: canRead = false
        case .write: canWrite = false
        }
        awaited = direction
    }

    /// Suspends the task until the socket has changed as it was last needed, or the deadline has passed.
    func wait() async {
        precondition(unsafe waiter == nil, "a channel has one user at a time")
        unsafe await withUnsafeContinuation { continuation in unsafe waiter = continuation }
        isWoken = false
    }

    private func readOnce(into buffer: inout InputBuffer) -> Attempt {
        let room = unsafe loop.scratch
        if let tls {
            let progress = unsafe tls.read(into: room)
            if case .done(let count) = progress {
                unsafe buffer.append(UnsafeRawBufferPointer(rebasing: room[..<count]))
            }
            return progress.attempt
        }
        while true {
            let count = unsafe recv(descriptor, room.baseAddress, room.count, 0)
            if count >= 0 {
                // Less than asked for: the next byte raises a new edge. After a hang-up there is none.
                canRead = count == room.count || isHungUp
                unsafe buffer.append(UnsafeRawBufferPointer(rebasing: room[..<count]))
                return .done(count)
            }
            guard errno == EINTR else { return errno == EAGAIN ? .mustWait(.read) : .failed }
        }
    }

    /// - Parameter hasMore: whether more follows at once, so that the kernel may wait for it.
    func writeOnce(_ bytes: [UInt8], from start: Int = 0, hasMore: Bool = false) -> Attempt {
        let bytes = bytes.span.extracting(start...)
        if let tls { return tls.write(bytes).attempt }
        let flags = Int32(MSG_NOSIGNAL) | (hasMore ? Int32(MSG_MORE) : 0)
        while true {
            let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, flags) }
            if count >= 0 { return .done(count) }
            guard errno == EINTR else { return errno == EAGAIN ? .mustWait(.write) : .failed }
        }
    }
}
