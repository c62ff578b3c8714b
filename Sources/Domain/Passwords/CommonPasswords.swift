/// The passwords that people choose most often, and attackers try first: about 8,000 of the list that comes with zxcvbn,
/// of which 3,000 have eight characters or more.
enum CommonPasswords {
    /// In lower case, sorted, each followed by a line feed.
    static let list = PackageResources.common_passwords_txt

    /// What people put behind a common password to satisfy a rule, as in `Password1!` and `Qwerty123!`.
    private static let greatestEnding = 4

    /// Whether it is one of them, in upper or lower case, or one of them with up to four digits and signs behind it.
    static func contains(_ password: String) -> Bool {
        var rest = password.lowercased()[...]
        for _ in 0...greatestEnding {
            if isListed(rest) { return true }
            guard rest.last?.isLetter == false else { return false }
            rest.removeLast()
        }
        return false
    }

    /// The list is searched where it lies, in some fourteen steps.
    private static func isListed(_ password: Substring) -> Bool {
        let wanted = Array(password.utf8)
        guard !wanted.isEmpty, !wanted.contains(lineFeed) else { return false }
        let list = list.span
        var (low, high) = (0, list.count)
        while low < high {
            // The line that the middle lies in.
            var start = (low + high) / 2
            while start > low, list[start - 1] != lineFeed { start -= 1 }
            switch compare(wanted.span, with: list, from: start) {
            case .same: return true
            case .before: high = start
            case .after:
                while list[start] != lineFeed { start += 1 }
                low = start + 1
            }
        }
        return false
    }

    private enum Order { case before, same, after }

    private static let lineFeed = UInt8(ascii: "\n")

    private static func compare(_ wanted: Span<UInt8>, with list: Span<UInt8>, from start: Int) -> Order {
        for index in wanted.indices {
            let other = list[start + index]
            // A line feed sorts before every character of a password.
            if wanted[index] != other { return wanted[index] < other ? .before : .after }
        }
        return list[start + wanted.count] == lineFeed ? .same : .before
    }
}
