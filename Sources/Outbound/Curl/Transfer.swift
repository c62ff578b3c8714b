internal import Dispatch
internal import Synchronization

/// The bytes that go and come, and what was noticed on the way. Used by the one thread that carries out the transfer;
/// only an ``Abandonment`` is declared elsewhere.
final class Transfer {
    /// Of everything that a server says around its answer: interim answers, fields and what stands behind a body. No
    /// server needs a tenth of it.
    private static let headLimit = 64 * 1024

    private let body: [UInt8]
    private var offset = 0
    private let limit: Int
    private let handOver: HandOver
    private let gate: AddressGate
    private let abandonment: Abandonment
    private var headBytes = 0

    /// Whether the last byte was given away: from then on the other side may have it.
    private(set) var isHandedOver = false
    private(set) var received: [UInt8] = []
    private(set) var isTooLarge = false
    private(set) var isDenied = false

    /// - Parameter limit: of the answer, in bytes.
    init(_ body: [UInt8], limit: Int, gate: AddressGate, handOver: HandOver, abandonment: Abandonment) {
        self.body = body
        self.limit = limit
        self.gate = gate
        self.handOver = handOver
        self.abandonment = abandonment
    }

    /// The transfer that a callback of libcurl belongs to. It lives, because `perform` keeps it.
    @unsafe static func of(_ context: UnsafeMutableRawPointer) -> Transfer {
        unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    /// Whether it was given up, and still can be.
    var isAbandoned: Bool { !isHandedOver && abandonment.isDeclared }

    func allows(_ address: String) -> Bool {
        let isAllowed = gate.allows(address)
        if !isAllowed { isDenied = true }
        return isAllowed
    }

    /// - Returns: how many bytes were written; `nil` when the transfer must end here.
    func read(into room: UnsafeMutableRawBufferPointer) -> Int? {
        let count = min(room.count, body.count - offset)
        guard count > 0 else { return 0 }
        if offset + count == body.count {
            guard !abandonment.isDeclared, handOver.isGranted() else { return nil }
            isHandedOver = true
        }
        unsafe room.copyBytes(from: body[offset..<offset + count])
        offset += count
        return count
    }

    /// - Parameter count: bytes of a line around the answer.
    /// - Returns: `false` when there are more than allowed.
    func skip(_ count: Int) -> Bool {
        headBytes += count
        guard headBytes <= Self.headLimit else {
            isTooLarge = true
            return false
        }
        return true
    }

    /// - Returns: `false` when the answer is larger than allowed.
    func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard received.count + bytes.count <= limit else {
            isTooLarge = true
            return false
        }
        unsafe received.append(contentsOf: bytes)
        return true
    }
}

/// What the sender wants to do right before the last byte goes: to note, durably, that from now on the other side may
/// have everything.
package struct HandOver: Sendable {
    private let body: @Sendable () async -> Bool

    /// - Parameter body: returns whether the last byte may go.
    package init(_ body: @escaping @Sendable () async -> Bool) {
        self.body = body
    }

    /// For what may arrive twice.
    package static let always = HandOver { true }

    /// Blocks the thread, which is one of libcurl's and not of the pool that runs the body.
    func isGranted() -> Bool {
        let answer = Mutex(false)
        let done = DispatchSemaphore(value: 0)
        let waiter = Answer(answer: answer, done: done)
        Task { [body] in waiter.give(await body()) }
        return waiter.wait()
    }

    private final class Answer: Sendable {
        private let answer: Mutex<Bool>
        private let done: DispatchSemaphore

        init(answer: consuming Mutex<Bool>, done: DispatchSemaphore) {
            self.answer = answer
            self.done = done
        }

        func give(_ value: Bool) {
            answer.withLock { $0 = value }
            done.signal()
        }

        func wait() -> Bool {
            done.wait()
            return answer.withLock { $0 }
        }
    }
}

/// Says that nobody waits for a transfer any more.
final class Abandonment: Sendable {
    private let flag = Atomic(false)

    var isDeclared: Bool { flag.load(ordering: .relaxed) }

    func declare() { flag.store(true, ordering: .relaxed) }
}
