/// Somebody of whose requests only so many are on the way at once, however many lanes are free.
enum LaneParty: Sendable, Hashable {
    /// Half of the lanes: a slow server leaves the rest to others.
    case server(String)
    /// On whose behalf a request is made: a quarter, so that many servers of one principal take no more, nor the whole
    /// share of a server that others need as well.
    case principal(String)

    func share(of count: Int) -> Int {
        switch self {
        case .server: max(1, count / 2)
        case .principal: max(1, count / 4)
        }
    }
}

/// Who uses the lanes and who waits for one, in the order of coming.
///
/// A free lane goes to the first of those who wait and whose parties have not used up their shares; they pass the others.
/// So wherever a lane is free while somebody waits, it is a share that they wait for.
struct LaneQueue<Waiting: Sendable>: Sendable {
    private struct Waiter: Sendable {
        let ticket: Int
        let parties: [LaneParty]
        let waiting: Waiting
    }

    private let count: Int
    private let longest: Int
    private let longestOfOne: Int
    private var idle: [Lane] = []
    /// How many lanes may still be made.
    private var spare: Int
    private var used: [LaneParty: Int] = [:]
    private var waiters: [Waiter] = []
    private var lastTicket = 0

    /// - Parameters:
    ///   - count: how many lanes there are.
    ///   - longest: how many may wait.
    ///   - longestOfOne: how many may wait of one party.
    init(count: Int, longest: Int, longestOfOne: Int) {
        self.count = count
        self.longest = longest
        self.longestOfOne = longestOfOne
        spare = count
    }

    /// Names somebody who is about to wait.
    mutating func ticket() -> Int {
        lastTicket += 1
        return lastTicket
    }

    /// - Returns: a lane for these parties; `nil` when they have to wait.
    mutating func claim(_ parties: [LaneParty]) -> Lane? {
        guard !idle.isEmpty || spare > 0, isWithinShares(parties) else { return nil }
        for party in parties { used[party, default: 0] += 1 }
        if let lane = idle.popLast() { return lane }
        spare -= 1
        return Lane()
    }

    /// Adds somebody to those who wait.
    /// - Returns: `false` when too many wait already.
    mutating func append(_ ticket: Int, _ parties: [LaneParty], _ waiting: Waiting) -> Bool {
        guard waiters.count < longest,
            parties.allSatisfy({ party in waiters.count { $0.parties.contains(party) } < longestOfOne })
        else { return false }
        waiters.append(Waiter(ticket: ticket, parties: parties, waiting: waiting))
        return true
    }

    /// Takes somebody out of those who wait.
    /// - Returns: `nil` when they do not wait, or no more.
    mutating func remove(_ ticket: Int) -> Waiting? {
        guard let index = waiters.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        return waiters.remove(at: index).waiting
    }

    /// Gives a lane back.
    /// - Returns: those whose turn it is, with their lanes. One lane that comes back can give back the shares of two.
    mutating func giveBack(_ lane: Lane, of parties: [LaneParty]) -> [(waiting: Waiting, lane: Lane)] {
        idle.append(lane)
        for party in parties {
            let rest = used[party, default: 0] - 1
            used[party] = rest > 0 ? rest : nil
        }
        var called: [(waiting: Waiting, lane: Lane)] = []
        while let index = waiters.firstIndex(where: { isWithinShares($0.parties) }),
            let lane = claim(waiters[index].parties)
        {
            called.append((waiters.remove(at: index).waiting, lane))
        }
        return called
    }

    private func isWithinShares(_ parties: [LaneParty]) -> Bool {
        parties.allSatisfy { used[$0, default: 0] < $0.share(of: count) }
    }
}
