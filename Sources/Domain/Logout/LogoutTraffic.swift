internal import Model

/// How many notices are on the way, by the organizations whose applications are told.
struct LogoutTraffic: Sendable {
    private let limit: Int
    private let share: Int
    private var counts: [Organization.ID: Int] = [:]

    /// - Parameters:
    ///   - limit: of all.
    ///   - share: of one organization's.
    init(limit: Int, share: Int) {
        self.limit = limit
        self.share = share
    }

    var isEmpty: Bool { counts.isEmpty }

    /// Organizations that have their share on the way.
    var full: [Organization.ID] { counts.filter { $0.value >= share }.map(\.key) }

    /// - Parameter due: in the order in which they are to go.
    /// - Returns: those that may go now.
    func admitted(of due: [DueLogoutNotice]) -> [DueLogoutNotice] {
        var after = self
        return due.filter { notice in
            guard after.counts.values.reduce(0, +) < limit, after.counts[notice.organizationID, default: 0] < share
            else { return false }
            after.begin(notice.organizationID)
            return true
        }
    }

    mutating func begin(_ organization: Organization.ID) {
        counts[organization, default: 0] += 1
    }

    mutating func end(_ organization: Organization.ID) {
        let rest = counts[organization, default: 0] - 1
        counts[organization] = rest > 0 ? rest : nil
    }
}
