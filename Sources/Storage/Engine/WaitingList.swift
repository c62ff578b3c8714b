/// What waits, first come, first served. Both ends cost the same however many wait.
struct WaitingList<Element> {
    private var elements: [Element?] = []
    private var head = 0

    var count: Int { elements.count - head }
    var isEmpty: Bool { count == 0 }
    var first: Element? { isEmpty ? nil : elements[head] }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        defer {
            elements[head] = nil
            head += 1
            if head == elements.count || head > 1024 {
                elements.removeFirst(head)
                head = 0
            }
        }
        return elements[head]
    }

    mutating func popFirst(_ limit: Int) -> [Element] {
        var taken: [Element] = []
        while taken.count < limit, let next = popFirst() { taken.append(next) }
        return taken
    }
}
