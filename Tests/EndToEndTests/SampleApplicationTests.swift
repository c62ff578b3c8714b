internal import FoundationEssentials
internal import Glibc
internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("The sample application of the demo")
struct SampleApplicationTests {
    private struct Demo {
        let process: AlcazarProcess
        let site: String
        let loginName: String
        let password: String
    }

    private func withDemo(_ body: (Demo) async throws -> Void) async throws {
        let port = Int.random(in: 10000..<32000)
        let process = try AlcazarProcess(
            port: port, settings: ["ALCAZAR_EXTERNAL_URL": "http://localhost:\(port)"])
        try await process.start(["demo", "--json"])
        defer { process.end(SIGTERM) }
        for _ in 0..<500 where !process.printed.contains("\n") { try await Task.sleep(for: .milliseconds(20)) }
        let printed = try JSONValue(parsing: Array(try #require(process.printed.split(separator: "\n").first).utf8))
        try await body(
            Demo(
                process: process, site: try #require(printed["sampleUrl"]?.stringValue),
                loginName: try #require(printed["loginName"]?.stringValue),
                password: try #require(printed["password"]?.stringValue)))
    }

    @Test func `signs in, shows who it is, refreshes and signs out`() async throws {
        try await withDemo { demo in
            try await Browser.use { browser in
                try await browser.open(demo.site)
                try await browser.pictures("sample-welcome")
                try await browser.click(.button("Sign in"))
                try await browser.type(demo.loginName, into: "input[name=loginName]")
                try await browser.click("main form button.primary")
                try await browser.type(demo.password, into: "input[name=password]")
                try await browser.click("main form button.primary")
                // A second factor is offered, and can wait.
                try await browser.click(.button("Not now"))
                try await browser.wait(forURL: "\(demo.site)/")
                #expect(try await browser.element("h1").text == "Hello, Demo User")
                #expect(try await browser.text.contains("demo-user@example.com"))
                try await browser.pictures("sample-signed-in")

                try await browser.click(.button("Refresh the tokens"))
                try await browser.wait(forURL: "\(demo.site)/")
                #expect(try await browser.element("h1").text == "Hello, Demo User")

                try await browser.click(.button("Sign out"))
                try await browser.wait(forURL: "\(demo.site)/signed-out")
                try await browser.click(.link("To the start"))
                #expect(try await browser.element(.button("Sign in")).isDisplayed)
            }
        }
    }

    @Test func `answers that belong to no sign-in, and forms of other sites, are refused`() async throws {
        try await withDemo { demo in
            try await Browser.use { browser in
                try await browser.open("\(demo.site)/callback?code=x&state=y")
                #expect(try await browser.text.contains("belongs to no sign-in of this browser"))
                let form: [Route] = [
                    Route(.get, "/", "form") { _ in
                        .html(.ok, "<form method=post action=\"\(demo.site)/sign-out\"><button>Go</button></form>")
                    }
                ]
                try await TestSite.serve(form) { site in
                    try await browser.open(site.origin)
                    try await browser.click(.button("Go"))
                    try await browser.wait(forURL: "\(demo.site)/sign-out")
                    #expect(try await browser.text.contains("not asked for by a page of this application"))
                }
            }
        }
    }
}
