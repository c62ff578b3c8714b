internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@testable internal import Login

@Suite("Login pages: a way to another account and back to the application")
struct WayOutTests {
    /// How far somebody has come.
    enum Standing: CaseIterable {
        case named, secondFactor, forcedSetUp, forcedPassword
    }

    private static let base = LoginFixture.base
    /// Pages that are no part of a sign-in, and those that end something else.
    private static let others: Set<Place> = [.device, .deviceConfirmation, .deviceDone, .logout, .signedOut]

    let fixture: LoginFixture
    let client: TestServer.TestClient

    init() async throws {
        fixture = try await LoginFixture()
        client = try await fixture.server.addClient("app", project: try await fixture.server.addProject("project"))
    }

    private func come(to standing: Standing) async throws -> TestBrowser {
        switch standing {
        case .named: break
        case .secondFactor:
            let methods = ["AddOTPEmail", "AddOTPSMS", "GenerateRecoveryCodes"]
            for method in methods {
                try await fixture.server.call(
                    "zitadel.user.v2.UserService/\(method)",
                    method == "GenerateRecoveryCodes" ? ["userId": "minnie", "count": 3] : ["userId": "minnie"])
            }
        case .forcedSetUp: try await fixture.offer(second: ["OTP", "U2F"], passkeys: true, isForced: true)
        case .forcedPassword: try await fixture.addHuman("daisy") { $0.isPasswordChangeRequired = true }
        }
        let browser = fixture.browser()
        try await browser.authorize(client)
        try await browser.submit("form", [("loginName", standing == .forcedPassword ? "daisy" : "minnie")])
        if standing != .named { try await browser.submit("form", [("password", LoginFixture.password)]) }
        return browser
    }

    /// Whether people say there who they are.
    private func isChoice(_ path: String) -> Bool {
        [Place.loginName, .accounts].contains { $0.path == path }
    }

    /// Looks for both along links, also on the pages behind them.
    private func findsWaysOut(_ browser: TestBrowser, links: Int = 3) async throws -> (cancels: Bool, others: Bool) {
        var found = (cancels: browser.text.contains("value=\"cancel\""), others: isChoice(browser.path))
        let pages = browser.text.components("<a ").dropFirst().compactMap { $0.between("href=\"", "\"")?.unescaped }
            .filter { $0.hasPrefix("\(Self.base)/") && !$0.contains("lang=") }
        for page in pages where links > 0 && !(found.cancels && found.others) {
            try await browser.open(page)
            let there = try await findsWaysOut(browser, links: links - 1)
            found = (found.cancels || there.cancels, found.others || there.others)
        }
        return found
    }

    @Test(arguments: Standing.allCases)
    func `every page of a sign-in has both, itself or by a link`(standing: Standing) async throws {
        let browser = try await come(to: standing)
        let step = try #require(browser.address.split(separator: "s=").last)
        var seen: Set<String> = []
        for place in Place.allCases where !Self.others.contains(place) {
            try await browser.open("\(place.path)?s=\(step)")
            guard browser.page?.status == .ok, seen.insert(browser.path).inserted else { continue }
            let path = browser.path
            let found = try await findsWaysOut(browser)
            #expect(found.cancels, "\(path) leads nobody back to the application")
            #expect(found.others, "\(path) leads to no other account")
        }
        #expect(seen.count > 1)
    }
}
