internal import Foundation
internal import Platform

extension Browser {
    package enum Device: String, Sendable, CaseIterable {
        case phone, desktop

        fileprivate var metrics: JSONValue {
            switch self {
            case .phone: ["width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": true]
            case .desktop: ["width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": false]
            }
        }
    }

    package enum Theme: String, Sendable, CaseIterable {
        case light, dark
    }

    /// Makes pages appear as on a device whose user likes a theme.
    package func appear(on device: Device, _ theme: Theme = .light) async throws {
        try await devTools("Emulation.setDeviceMetricsOverride", device.metrics)
        let feature: JSONValue = ["name": "prefers-color-scheme", "value": .string(theme.rawValue)]
        try await devTools("Emulation.setEmulatedMedia", ["features": [feature]])
    }

    /// Makes the window so wide, in CSS pixels; 320 is what WCAG 2.2 §1.4.10 asks pages to fit into.
    package func setWidth(_ width: Int, height: Int = 800) async throws {
        try await devTools(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .integer(Int64(width)), "height": .integer(Int64(height)), "deviceScaleFactor": 1,
                "mobile": false,
            ])
    }

    /// Turns the scripts of pages off or on.
    package func setScripts(_ areOn: Bool) async throws {
        try await devTools("Emulation.setScriptExecutionDisabled", ["value": .bool(!areOn)])
    }

    /// The languages that pages are asked for.
    /// - Parameter languages: as in `Accept-Language`.
    package func setLanguages(_ languages: String) async throws {
        let agent = try await devTools("Browser.getVersion")["userAgent"] ?? ""
        try await devTools(
            "Emulation.setUserAgentOverride", ["userAgent": agent, "acceptLanguage": .string(languages)])
    }

    /// The whole page as a PNG.
    package func screenshot() async throws -> [UInt8] {
        let size = try await devTools("Page.getLayoutMetrics")["cssContentSize"] ?? [:]
        let clip: JSONValue = [
            "x": 0, "y": 0, "width": size["width"] ?? 1, "height": size["height"] ?? 1, "scale": 1,
        ]
        let image = try await devTools("Page.captureScreenshot", ["captureBeyondViewport": true, "clip": clip])
        guard let bytes = Base64.decode(image["data"]?.stringValue ?? "") else {
            throw WebDriverError(path: "Page.captureScreenshot", image)
        }
        return bytes
    }

    /// Where pictures go: the folder that the environment names, or nowhere.
    package static var pictureFolder: String? { ProcessInfo.processInfo.environment["ALCAZAR_SCREENSHOTS"] }

    /// Keeps a picture of the page, when there is a folder for them.
    package func picture(_ name: String) async throws {
        guard let folder = Self.pictureFolder else { return }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(try await screenshot()).write(to: URL(filePath: "\(folder)/\(name).png"))
    }

    /// Keeps pictures of the page on every device in every theme, and leaves the browser as it starts.
    package func pictures(_ name: String) async throws {
        guard Self.pictureFolder != nil else { return }
        for device in Device.allCases {
            for theme in Theme.allCases {
                try await appear(on: device, theme)
                // Colors that fade from one theme to the other arrive first.
                try await run("return Promise.all(document.getAnimations().map(each => each.finished)).then(() => 0)")
                try await picture("\(name)-\(device.rawValue)-\(theme.rawValue)")
            }
        }
        try await resetAppearance()
    }

    /// Leaves the browser as it starts.
    package func resetAppearance() async throws {
        try await devTools("Emulation.clearDeviceMetricsOverride")
        try await devTools("Emulation.setEmulatedMedia", ["features": []])
    }
}
