internal import Foundation
internal import Platform

/// The browsers of this process. Starting one takes as long as many pages, so they are handed from test to test, each time
/// as if new.
actor BrowserPool {
    static let shared = BrowserPool()

    /// More would only fight for the processor.
    private var free = 2
    private var idle: [Browser] = []
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async throws -> Browser {
        if free > 0 { free -= 1 } else { await withCheckedContinuation { waiting.append($0) } }
        do {
            if let browser = idle.popLast() { return browser }
            return try await Browser(WebDriver.shared.value)
        } catch {
            release()
            throw error
        }
    }

    /// - Parameter browser: `nil` when it is of no more use.
    func giveBack(_ browser: Browser?) {
        if let browser { idle.append(browser) }
        release()
    }

    /// Whoever has waited longest is next.
    private func release() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

extension Browser {
    /// Lends a browser that remembers nothing.
    package static func use<Result: Sendable>(
        _ body: (Browser) async throws -> Result
    ) async throws -> Result {
        let browser = try await BrowserPool.shared.take()
        do {
            let result = try await body(browser)
            try await browser.forget()
            await BrowserPool.shared.giveBack(browser)
            return result
        } catch {
            // What it shows may tell why; nothing else is expected of it any more.
            try? await browser.picture("failure-\(UUID().uuidString.prefix(8))")
            try? await browser.quit()
            await BrowserPool.shared.giveBack(nil)
            throw error
        }
    }

    /// Makes the browser as it was at its start.
    private func forget() async throws {
        for handle in try await send("GET", "/window/handles").arrayValue ?? [] where handle.stringValue != window {
            _ = try await send("POST", "/window", ["handle": handle])
            _ = try await send("DELETE", "/window")
        }
        _ = try await send("POST", "/window", ["handle": .string(window)])
        try await removeAuthenticators()
        try await setScripts(true)
        try await open("about:blank")
        try await clearCookies()
        try await devTools("Network.clearBrowserCache")
        try await resetAppearance()
        try await setLanguages("en-US,en")
        _ = try await complaints()
    }
}
