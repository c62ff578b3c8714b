internal import Platform

extension Browser {
    /// Asks again and again until there is an answer.
    /// - Parameter what: for the error.
    package func wait<Answer>(for what: String, _ answer: () async throws -> Answer?) async throws -> Answer {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            do {
                if let answer = try await answer() { return answer }
            } catch let error as WebDriverError where error.isOfChangingPage {
                // The next look is at the new page.
            }
            guard ContinuousClock.now < deadline else { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw NotThere(what: what, url: try await url, text: try await send("GET", "/source").stringValue ?? "")
    }

    /// Waits until something is so.
    package func wait(until what: String, _ condition: () async throws -> Bool) async throws {
        try await wait(for: what) { try await condition() ? () : nil }
    }

    /// Waits until the address fits.
    /// - Returns: the address.
    @discardableResult
    package func wait(forURL prefix: String) async throws -> String {
        try await wait(for: "the address \(prefix)") {
            let url = try await self.url
            return url.hasPrefix(prefix) ? url : nil
        }
    }

    /// What did not come in time, and what was there instead.
    package struct NotThere: Error, CustomStringConvertible {
        let what: String
        let url: String
        let text: String
        package var description: String { "\(what) did not come; at \(url) there is: \(text)" }
    }
}

extension WebDriverError {
    /// Whether the command met a page that was being replaced.
    fileprivate var isOfChangingPage: Bool {
        ["stale element reference", "no such execution context", "unknown error"].contains(kind)
    }
}
