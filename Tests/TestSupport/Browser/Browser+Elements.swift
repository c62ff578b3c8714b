package import Platform

/// How an element is found.
package enum Locator: Sendable, ExpressibleByStringLiteral {
    case css(String)
    case xpath(String)
    /// A button by what it says.
    case button(String)
    /// A link by what it says.
    case link(String)
    /// A field by its label.
    case field(String)

    /// A CSS selector.
    package init(stringLiteral value: String) { self = .css(value) }

    fileprivate var json: JSONValue {
        switch self {
        case .css(let selector): ["using": "css selector", "value": .string(selector)]
        case .xpath(let path): ["using": "xpath", "value": .string(path)]
        case .button(let text): Locator.xpath("//button[normalize-space()=\"\(text)\"]").json
        case .link(let text): Locator.xpath("//a[normalize-space()=\"\(text)\"]").json
        case .field(let label): Locator.xpath("//*[@id=//label[normalize-space()=\"\(label)\"]/@for]").json
        }
    }
}

extension Browser {
    /// The first such element, which is waited for.
    package func element(_ locator: Locator) async throws -> Element {
        try await wait(for: "an element \(locator)") { try await self.elements(locator).first }
    }

    /// All such elements that there are now.
    package func elements(_ locator: Locator) async throws -> [Element] {
        let found = try await send("POST", "/elements", locator.json).arrayValue ?? []
        return found.compactMap { Element(self, $0) }
    }

    package func click(_ locator: Locator) async throws {
        try await wait(for: "an element \(locator)") { try await self.elements(locator).first?.click() }
    }

    /// Replaces what a field holds by what is typed.
    package func type(_ text: String, into locator: Locator) async throws {
        try await wait(for: "an element \(locator)") {
            guard let field = try await self.elements(locator).first else { return nil as Void? }
            try await field.clear()
            return try await field.type(text)
        }
    }

    /// What has the focus of the keyboard.
    package var focused: Element? {
        get async throws { Element(self, try await send("GET", "/element/active")) }
    }

    /// Presses keys, wherever the focus is.
    package func press(_ keys: [Key]) async throws {
        let strokes: [JSONValue] = keys.flatMap { key in
            ["keyDown", "keyUp"].map { ["type": .string($0), "value": .string(key.rawValue)] }
        }
        let actions: JSONValue = [["type": "key", "id": "keyboard", "actions": .array(strokes)]]
        _ = try await send("POST", "/actions", ["actions": actions])
    }
}

/// Keys without a character (W3C WebDriver §17.4.2).
package enum Key: String, Sendable {
    case enter = "\u{E007}"
    case tab = "\u{E004}"
    case escape = "\u{E00C}"
    case space = " "
}

/// An element of the page that is open. It is gone with the page.
package struct Element: Sendable {
    private let browser: Browser
    private let id: String

    /// The member that holds a reference (W3C WebDriver §12.2).
    private static let member = "element-6066-11e4-a52e-4f735466cecf"

    init?(_ browser: Browser, _ reference: JSONValue) {
        guard let id = reference[Self.member]?.stringValue else { return nil }
        self.browser = browser
        self.id = id
    }

    /// For an argument of a script.
    package var reference: JSONValue { [Self.member: .string(id)] }

    /// As it is shown: empty when it is hidden.
    package var text: String {
        get async throws { try await get("/text").stringValue ?? "" }
    }

    package var isDisplayed: Bool {
        get async throws { try await get("/displayed").boolValue ?? false }
    }

    package var isEnabled: Bool {
        get async throws { try await get("/enabled").boolValue ?? false }
    }

    /// What assistive technology calls the element (Accessible Name and Description Computation).
    package var accessibleName: String {
        get async throws { try await get("/computedlabel").stringValue ?? "" }
    }

    /// What assistive technology takes the element for (WAI-ARIA).
    package var role: String {
        get async throws { try await get("/computedrole").stringValue ?? "" }
    }

    package func attribute(_ name: String) async throws -> String? {
        try await get("/attribute/\(name)").stringValue
    }

    package func property(_ name: String) async throws -> JSONValue {
        try await get("/property/\(name)")
    }

    package func style(_ property: String) async throws -> String {
        try await get("/css/\(property)").stringValue ?? ""
    }

    /// Clicks where the element is. Fails when something covers it. When that opens another page, it is waited for by
    /// whatever comes next.
    package func click() async throws { try await post("/click") }

    package func clear() async throws { try await post("/clear") }

    package func type(_ text: String) async throws { try await post("/value", ["text": .string(text)]) }

    package func press(_ key: Key) async throws { try await type(key.rawValue) }

    private func get(_ command: String) async throws -> JSONValue {
        try await browser.send("GET", "/element/\(id)\(command)")
    }

    private func post(_ command: String, _ message: JSONValue = [:]) async throws {
        _ = try await browser.send("POST", "/element/\(id)\(command)", message)
    }
}
