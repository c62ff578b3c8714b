internal import CLinux
internal import Glibc
internal import Platform
internal import Synchronization

/// A thread that waits for sockets and runs the tasks that prefer it.
///
/// Everything of a connection happens on the thread of its loop, so that nothing there needs a lock. What other threads
/// do is to enqueue a job or an action.
///
/// Safety of `@unchecked Sendable`: mutable state beside `inbox` and `thread` is touched on the loop's thread only;
/// entry points for other threads are `enqueue` and `perform`, which go through `inbox`.
@safe final class EventLoop: TaskExecutor, @unchecked Sendable {
    private struct Inbox {
        var jobs: [UnownedJob] = []
        var actions: [@Sendable () -> Void] = []
        var isSignaled = false
    }

    private enum Token {
        static let wakeUp = UInt64.max
        static let firstListener = UInt64.max - 1024
    }

    private static let eventCapacity = 256

    private let poll: Int32
    private let wakeUp: Int32
    private let events: UnsafeMutablePointer<epoll_event>
    private let thread = Atomic<UInt>(0)
    private let inbox = Mutex(Inbox())

    private var ready: [UnownedJob] = []
    private var running: [UnownedJob] = []
    private var slots: [(generation: UInt32, channel: Channel?)] = []
    private var freeSlots: [UInt32] = []
    private var listeners: [Listener] = []
    private var timers = TimerHeap()
    private var drain: (deadline: UInt64, done: @Sendable () -> Void)?
    private var isStopped = false
    /// How long each turn took, from waking up to looking again.
    private let turns: Histogram
    /// Nanoseconds of the monotonic clock when the loop last woke up.
    private var woke: UInt64

    /// Where every channel of this loop reads into; what was read is copied out before anything else runs.
    let scratch: UnsafeMutableRawBufferPointer
    /// Milliseconds of the monotonic clock when the loop last woke up.
    private(set) var now: UInt64
    private(set) var channelCount = 0
    /// Whether the server is stopping: idle connections end, others after their response.
    private(set) var isDraining = false

    init(turns: Histogram) throws(SystemError) {
        self.turns = turns
        poll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard poll >= 0 else { throw SystemError() }
        wakeUp = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard wakeUp >= 0 else {
            let error = SystemError()
            close(poll)
            throw error
        }
        unsafe events = .allocate(capacity: Self.eventCapacity)
        unsafe scratch = .allocate(byteCount: 64 * 1024, alignment: 16)
        woke = MonotonicClock.nanoseconds()
        now = woke / 1_000_000
        try watch(wakeUp, EPOLLIN.rawValue, Token.wakeUp)
    }

    deinit {
        close(poll)
        close(wakeUp)
        unsafe events.deallocate()
        unsafe scratch.deallocate()
    }

    var isCurrent: Bool {
        thread.load(ordering: .relaxed) == UInt(pthread_self())
    }

    // MARK: - From any thread

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            ready.append(job)
        } else {
            post { inbox in inbox.jobs.append(job) }
        }
    }

    /// Runs the action on the loop's thread.
    func perform(_ action: @escaping @Sendable () -> Void) {
        post { inbox in inbox.actions.append(action) }
    }

    private func post(_ change: (inout sending Inbox) -> Void) {
        let mustSignal = inbox.withLock { inbox in
            change(&inbox)
            defer { inbox.isSignaled = true }
            return !inbox.isSignaled
        }
        if mustSignal { eventfd_write(wakeUp, 1) }
    }

    // MARK: - The thread

    /// Runs until the loop was stopped and its last channel is gone.
    func run() {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        while true {
            runJobs()
            checkDrain()
            if isStopped, channelCount == 0, ready.isEmpty { break }
            wait()
            expireTimers()
        }
        thread.store(0, ordering: .relaxed)
    }

    private func runJobs() {
        guard !ready.isEmpty else { return }
        // What these jobs enqueue waits for the next turn, so that sockets and timers are not starved.
        swap(&ready, &running)
        let executor = unsafe asUnownedTaskExecutor()
        for job in running { unsafe job.runSynchronously(on: executor) }
        running.removeAll(keepingCapacity: true)
    }

    private func wait() {
        let current = MonotonicClock.nanoseconds()
        turns.observe(Int(truncatingIfNeeded: current &- woke))
        let count = unsafe epoll_wait(poll, events, Int32(Self.eventCapacity), timeout(at: current / 1_000_000))
        woke = MonotonicClock.nanoseconds()
        now = woke / 1_000_000
        for index in 0..<Int(max(count, 0)) {
            let event = unsafe events[index]
            unsafe dispatch(token: event.data.u64, flags: event.events)
        }
    }

    private func timeout(at current: UInt64) -> Int32 {
        guard ready.isEmpty else { return 0 }
        let due = min(timers.earliest ?? .max, drain?.deadline ?? .max)
        guard due != .max else { return -1 }
        return due <= current ? 0 : Int32(clamping: due - current)
    }

    private func dispatch(token: UInt64, flags: UInt32) {
        switch token {
        case Token.wakeUp:
            takeInbox()
        case Token.firstListener...:
            let index = Int(token - Token.firstListener)
            if listeners.indices.contains(index) { listeners[index].acceptPending() }
        default:
            let slot = Int(token & 0xFFFF_FFFF)
            // An event of this round may belong to a channel that was closed in this round.
            guard slots[slot].generation == UInt32(token >> 32) else { return }
            slots[slot].channel?.notice(flags)
        }
    }

    private func takeInbox() {
        var counter: eventfd_t = 0
        unsafe eventfd_read(wakeUp, &counter)
        let actions = inbox.withLock { inbox in
            ready.append(contentsOf: inbox.jobs)
            inbox.jobs.removeAll(keepingCapacity: true)
            inbox.isSignaled = false
            defer { inbox.actions = [] }
            return inbox.actions
        }
        for action in actions { action() }
    }

    private func watch(_ descriptor: Int32, _ flags: UInt32, _ token: UInt64) throws(SystemError) {
        var event = unsafe epoll_event(events: flags, data: epoll_data_t(u64: token))
        guard unsafe epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event) == 0 else { throw SystemError() }
    }
}

// MARK: - On the loop's thread

extension EventLoop {
    func listen(_ listener: Listener) throws(SystemError) {
        try watch(listener.descriptor, EPOLLIN.rawValue, Token.firstListener + UInt64(listeners.count))
        listeners.append(listener)
    }

    /// Watches the channel's socket, for as long as it is open, for every change of its state.
    func add(_ channel: Channel) throws(SystemError) {
        let slot = freeSlots.popLast() ?? UInt32(slots.count)
        if slot == slots.count { slots.append((0, nil)) }
        let token = UInt64(slots[Int(slot)].generation) << 32 | UInt64(slot)
        do throws(SystemError) {
            let flags = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
            try watch(channel.descriptor, flags, token)
        } catch {
            freeSlots.append(slot)
            throw error
        }
        slots[Int(slot)].channel = channel
        channel.slot = slot
        channelCount += 1
    }

    /// Closes the socket; the channel is not used again.
    func remove(_ channel: Channel) {
        timers.remove(channel)
        slots[Int(channel.slot)].channel = nil
        slots[Int(channel.slot)].generation &+= 1
        freeSlots.append(channel.slot)
        channelCount -= 1
        close(channel.descriptor)
    }

    func schedule(_ channel: Channel, at due: UInt64) {
        timers.schedule(channel, at: due)
    }

    private func expireTimers() {
        while let channel = timers.takeDue(now) {
            if channel.deadline > now {
                if channel.deadline != .max { timers.schedule(channel, at: channel.deadline) }
            } else {
                channel.expire()
            }
        }
    }

    /// Accepts what is waiting, closes the listeners and ends idle connections. Calls `done` when all connections are
    /// gone, or at the deadline, when the others are cut off.
    func startDraining(deadline: UInt64, done: @escaping @Sendable () -> Void) {
        for listener in listeners {
            // Clients in the queue of the kernel believe that they are connected; the queue is bounded, and so is this.
            var rounds = 0
            while rounds < 64, listener.acceptPending() { rounds += 1 }
            close(listener.descriptor)
        }
        listeners = []
        isDraining = true
        drain = (deadline, done)
        for slot in slots { slot.channel?.drain() }
    }

    private func checkDrain() {
        guard let (deadline, done) = drain, channelCount == 0 || now >= deadline else { return }
        drain = nil
        for slot in slots { slot.channel?.expire() }
        done()
    }

    /// Lets `run` return when the last channel is gone.
    func stop() {
        perform { self.isStopped = true }
    }
}
