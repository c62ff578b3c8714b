package import Platform
internal import Synchronization

/// A browser without a screen, used as a person would: what it cannot see or click, a person could not either.
///
/// Commands are those of W3C WebDriver. Elements are waited for, since pages take their time; nothing sleeps for a fixed
/// one.
package final class Browser: Sendable {
    /// How long something may take to appear.
    static let patience = Duration.seconds(10)

    private let driver: WebDriver
    private let path: String
    /// The window that it started with.
    let window: String
    /// The authenticators that are plugged in.
    let authenticators = Mutex<Set<String>>([])

    private static let arguments: [JSONValue] = [
        "--headless=new", "--remote-debugging-pipe", "--window-size=1280,900", "--hide-scrollbars", "--lang=en-US",
        "--accept-lang=en-US", "--force-color-profile=srgb", "--font-render-hinting=none", "--no-first-run",
        // Tests run in containers and as root, which have neither a sandbox nor much shared memory nor a graphics card.
        "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
        // It talks to nobody but the servers of the test.
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        "--disable-features=PasswordManagerOnboarding,PasswordLeakDetection,Translate,OptimizationHints",
    ]

    init(_ driver: WebDriver) async throws {
        let capabilities: JSONValue = [
            "alwaysMatch": [
                "browserName": "chrome", "unhandledPromptBehavior": "ignore",
                "goog:chromeOptions": ["args": .array(Self.arguments)],
                "goog:loggingPrefs": ["browser": "ALL"],
            ]
        ]
        let made = try await driver.send("POST", "/session", ["capabilities": capabilities])
        guard let id = made["sessionId"]?.stringValue else { throw WebDriverError(path: "/session", made) }
        self.driver = driver
        path = "/session/\(id)"
        window = try await driver.send("GET", "/session/\(id)/window").stringValue ?? ""
    }

    /// Sends a command of this session.
    func send(_ method: String, _ command: String, _ message: JSONValue? = nil) async throws -> JSONValue {
        try await driver.send(method, path + command, message)
    }

    /// A command of the Chrome DevTools Protocol, for what WebDriver has none.
    @discardableResult
    package func devTools(_ command: String, _ parameters: JSONValue = [:]) async throws -> JSONValue {
        try await send("POST", "/goog/cdp/execute", ["cmd": .string(command), "params": parameters])
    }

    /// Ends the browser.
    func quit() async throws {
        _ = try await driver.send("DELETE", path)
    }
}

extension Browser {
    /// Opens an address and waits until the page is there, redirects followed.
    package func open(_ url: String) async throws {
        _ = try await send("POST", "/url", ["url": .string(url)])
    }

    package func back() async throws {
        _ = try await send("POST", "/back")
    }

    package func reload() async throws {
        _ = try await send("POST", "/refresh")
    }

    package var url: String {
        get async throws { try await send("GET", "/url").stringValue ?? "" }
    }

    package var title: String {
        get async throws { try await send("GET", "/title").stringValue ?? "" }
    }

    /// The page as the browser has understood it.
    package var source: String {
        get async throws { try await send("GET", "/source").stringValue ?? "" }
    }

    /// What a person reads on the page.
    package var text: String {
        get async throws { try await element("body").text }
    }

    /// Runs a script as the body of a function and gives its result.
    @discardableResult
    package func run(_ script: String, _ arguments: [JSONValue] = []) async throws -> JSONValue {
        try await send("POST", "/execute/sync", ["script": .string(script), "args": .array(arguments)])
    }

    /// What the browser has had to say about its pages since this was asked last: errors of scripts, refusals by a content
    /// security policy, resources that failed.
    package func complaints() async throws -> [String] {
        let entries = try await send("POST", "/se/log", ["type": "browser"]).arrayValue ?? []
        return entries.filter { ["SEVERE", "WARNING"].contains($0["level"]?.stringValue) }
            .compactMap { $0["message"]?.stringValue }
    }
}
