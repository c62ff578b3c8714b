extension Visit {
    /// Notes what is wrong with what was typed into a form, and in which fields.
    /// - Parameters:
    ///   - lines: which are all needed, by the names of their fields.
    ///   - passwords: which are needed as well, and whose length is not bounded here.
    /// - Returns: whether it can be taken.
    mutating func accepts(_ lines: [(String, String)], and passwords: [(String, String)] = []) -> Bool {
        let missing = (lines + passwords).filter { $0.1.isEmpty }
        guard missing.isEmpty else {
            note(.fieldMissing, at: missing.map { $0.0 })
            return false
        }
        let tooLong = lines.filter { !$0.1.isOfLineLength }
        guard tooLong.isEmpty else {
            note(.fieldTooLong, at: tooLong.map { $0.0 })
            return false
        }
        return true
    }
}

extension String {
    /// What the API allows names, addresses and login names to be, in characters of Unicode.
    static let greatestLineLength = 200

    var isOfLineLength: Bool { unicodeScalars.count <= Self.greatestLineLength }

    /// Without blanks around it, which a paste brings along.
    var trimmingBlanks: String {
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        let start = drop(while: isBlank)
        guard let end = start.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(start[...end])
    }
}
