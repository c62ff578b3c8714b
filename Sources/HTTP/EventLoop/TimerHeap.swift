/// Channels by the time at which their deadline is looked at.
///
/// A deadline that moves later, as it does with each request, costs nothing: the channel stays where it is and is put
/// back when its turn comes. Each channel knows its place, so a closed one is taken out at once.
struct TimerHeap {
    private var entries: [(due: UInt64, channel: Channel)] = []

    var earliest: UInt64? { entries.first?.due }

    /// Makes sure that the channel is looked at no later than `due`.
    mutating func schedule(_ channel: Channel, at due: UInt64) {
        if let index = channel.timerIndex {
            guard due < entries[index].due else { return }
            entries[index].due = due
            siftUp(index)
        } else {
            entries.append((due, channel))
            channel.timerIndex = entries.count - 1
            siftUp(entries.count - 1)
        }
    }

    mutating func remove(_ channel: Channel) {
        guard let index = channel.timerIndex else { return }
        channel.timerIndex = nil
        let last = entries.removeLast()
        guard index < entries.count else { return }
        place(last, at: index)
        siftUp(index)
        siftDown(index)
    }

    mutating func takeDue(_ now: UInt64) -> Channel? {
        guard let first = entries.first, first.due <= now else { return nil }
        remove(first.channel)
        return first.channel
    }

    private mutating func place(_ entry: (due: UInt64, channel: Channel), at index: Int) {
        entries[index] = entry
        entry.channel.timerIndex = index
    }

    private mutating func siftUp(_ start: Int) {
        let entry = entries[start]
        var index = start
        while index > 0, entries[(index - 1) / 2].due > entry.due {
            place(entries[(index - 1) / 2], at: index)
            index = (index - 1) / 2
        }
        place(entry, at: index)
    }

    private mutating func siftDown(_ start: Int) {
        let entry = entries[start]
        var index = start
        while true {
            var child = 2 * index + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1].due < entries[child].due { child += 1 }
            guard entries[child].due < entry.due else { break }
            place(entries[child], at: index)
            index = child
        }
        place(entry, at: index)
    }
}
