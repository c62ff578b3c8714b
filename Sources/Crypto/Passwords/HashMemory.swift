internal import Glibc
internal import Synchronization

/// The memory that Argon2 fills, kept from one hash to the next while passwords come in, and given back when they
/// stop. The allocator of the C library would keep it for good, and mapping it anew takes half as long as the hash.
///
/// libargon2 wipes a block before it lets go of it.
enum HashMemory {
    private struct Block {
        let address: UInt
        let size: Int
    }

    /// A hash goes through its memory at random: fewer and larger pages make it faster.
    private static let largePage = 2 << 20
    private static let kept = Mutex<[Block]>([])

    /// A block of at least that many bytes, aligned to large pages.
    /// - Returns: `nil` when there is no memory left.
    static func take(_ size: Int) -> UnsafeMutablePointer<UInt8>? {
        let found = kept.withLock { kept -> Block? in
            guard let index = kept.lastIndex(where: { $0.size == size }) else { return nil }
            return kept.remove(at: index)
        }
        if let found { return unsafe UnsafeMutablePointer(bitPattern: found.address) }
        return unsafe map(size)
    }

    /// Keeps the block for the next hash, and of the others those of its size: hashes of one cost come in a row.
    static func putBack(_ block: UnsafeMutablePointer<UInt8>, size: Int) {
        let returned = Block(address: UInt(bitPattern: block), size: size)
        unmap(
            kept.withLock { kept in
                let others = kept.filter { $0.size != size }
                kept.removeAll { $0.size != size }
                kept.append(returned)
                return others
            })
    }

    /// Gives what no hash uses back to the system.
    static func giveBack() {
        unmap(
            kept.withLock { kept in
                defer { kept = [] }
                return kept
            })
    }

    private static func unmap(_ blocks: [Block]) {
        for block in blocks { unsafe munmap(UnsafeMutableRawPointer(bitPattern: block.address), pages(block.size)) }
    }

    private static func map(_ size: Int) -> UnsafeMutablePointer<UInt8>? {
        let length = pages(size)
        let reserved = unsafe mmap(
            nil, length + largePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let reserved = unsafe reserved, unsafe reserved != MAP_FAILED else { return nil }
        // What lies before and behind the aligned block was never touched, and goes back.
        let before = (largePage - Int(bitPattern: reserved) % largePage) % largePage
        let block = unsafe reserved + before
        if before > 0 { unsafe munmap(reserved, before) }
        if before < largePage { unsafe munmap(block + length, largePage - before) }
        // Without large pages it is only slower.
        unsafe madvise(block, length, MADV_HUGEPAGE)
        return unsafe block.assumingMemoryBound(to: UInt8.self)
    }

    /// In whole pages.
    private static func pages(_ size: Int) -> Int {
        let page = Int(getpagesize())
        return (size + page - 1) / page * page
    }
}
