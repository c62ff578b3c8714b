internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// The client of W3C WebDriver against pages of its own: what the other tests of this module rest on.
@Suite("The browser")
struct BrowserTests {
    private static let form = """
        <!doctype html><html lang="en"><title>Form</title>
        <meta name="viewport" content="width=device-width">
        <style>body { background: #fff } @media (prefers-color-scheme: dark) { body { background: #000 } }
        p { display: none } @media (max-width: 400px) { p { display: block } }</style>
        <body><h1>Form</h1><p>narrow</p><form method="post" action="/sent">
        <label for="name">Your name</label><input id="name" name="name" value="nobody">
        <label for="color">Color</label><input id="color" name="color"><button>Send</button></form>
        <a href="/other">Elsewhere</a><script>document.body.dataset.script = "ran"</script></body></html>
        """

    private static let routes: [Route] = [
        Route(.get, "/", "form") { _ in .html(.ok, form) },
        Route(.post, "/sent", "sent") { request in
            let name = try? Form(parsing: request.body)["name"]  // An unreadable form has no name either.
            var response = HTTPResponse.redirect(to: "/thanks?to=\(FormCoding.encode(name ?? ""))")
            response.set(Cookie("seen", "yes", isSecure: false))
            return response
        },
        Route(.get, "/thanks", "thanks") { request in
            .html(.ok, "<title>Thanks</title><h1>\(request.query ?? "")</h1><i>\(request.cookie("seen") ?? "-")</i>")
        },
        Route(.get, "/other", "other") { request in
            .html(.ok, "<title>Other</title><b lang=en>\(request.fields["Accept-Language"] ?? "")</b>")
        },
        Route(.get, "/strict", "strict") { _ in
            .html(.ok, "<title>Strict</title><h1>before</h1><script>document.title = 'Run'</script>")
                .with("Content-Security-Policy", "default-src 'none'")
        },
        Route(.get, "/late", "late") { _ in
            .html(.ok, "<script>setTimeout(() => { document.body.innerHTML = '<h1>late</h1>' }, 150)</script>")
        },
    ]

    private func onSite(_ body: (Browser, TestSite) async throws -> Void) async throws {
        try await Browser.use { browser in
            try await TestSite.serve(Self.routes) { site in try await body(browser, site) }
        }
    }

    @Test func `fills in a form, sends it and follows the redirect`() async throws {
        try await onSite { browser, site in
            try await browser.open(site.origin)
            #expect(try await browser.title == "Form")
            #expect(try await browser.element("body").attribute("data-script") == "ran")
            try await browser.type("Minnie & Mickey", into: .field("Your name"))
            #expect(try await browser.element("#name").property("value") == "Minnie & Mickey")
            try await browser.click(.button("Send"))
            try await browser.wait(forURL: "\(site.origin)/thanks")
            #expect(try await browser.element("h1").text == "to=Minnie+%26+Mickey")
            try await browser.back()
            #expect(try await browser.element("h1").text == "Form")
        }
    }

    @Test func `moves by keyboard`() async throws {
        try await onSite { browser, site in
            try await browser.open(site.origin)
            try await browser.press([.tab, .tab])
            #expect(try await browser.focused?.attribute("id") == "color")
            try await browser.press([.enter])
            try await browser.wait(forURL: "\(site.origin)/thanks?to=nobody")
        }
    }

    @Test func `knows what assistive technology is told`() async throws {
        try await onSite { browser, site in
            try await browser.open(site.origin)
            let field = try await browser.element("#color")
            #expect(try await field.accessibleName == "Color")
            #expect(try await field.role == "textbox")
            #expect(try await browser.element(.link("Elsewhere")).role == "link")
        }
    }

    @Test func `waits for what comes late, and says what is there when nothing comes`() async throws {
        try await onSite { browser, site in
            try await browser.open("\(site.origin)/late")
            #expect(try await browser.element("h1").text == "late")
            #expect(try await browser.elements("h2").isEmpty)
        }
    }

    @Test func `shows and forgets cookies`() async throws {
        try await onSite { browser, site in
            try await browser.open(site.origin)
            try await browser.click(.button("Send"))
            try await browser.wait(forURL: "\(site.origin)/thanks")
            #expect(try await browser.element("i").text == "yes")
            let cookie = try #require(try await browser.cookies.first)
            #expect(cookie.name == "seen" && cookie.isHTTPOnly && !cookie.isSecure && cookie.sameSite == "Lax")
            try await browser.clearCookies()
            try await browser.reload()
            #expect(try await browser.element("i").text == "-")
            try await browser.setCookie("seen", "planted", at: site.origin)
            try await browser.reload()
            #expect(try await browser.element("i").text == "planted")
        }
    }

    @Test func `is one person's after the other`() async throws {
        try await onSite { browser, site in
            try await browser.setCookie("seen", "left over", at: site.origin)
            try await browser.setScripts(false)
            _ = try await browser.addAuthenticator()
        }
        // All browsers that there are, so the one from above is among them.
        try await Browser.use { first in
            try await Browser.use { second in
                for browser in [first, second] {
                    #expect(try await browser.cookies.isEmpty)
                    #expect(try await browser.run("return 1 + 1") == 2)
                    _ = try await browser.addAuthenticator()
                }
            }
        }
    }

    @Test func `looks like a telephone, and like the night`() async throws {
        try await onSite { browser, site in
            try await browser.open(site.origin)
            #expect(try await browser.element("p").isDisplayed == false)
            #expect(try await browser.element("body").style("background-color").contains("255, 255, 255"))
            try await browser.appear(on: .phone, .dark)
            #expect(try await browser.element("p").isDisplayed)
            #expect(try await browser.element("body").style("background-color").contains("0, 0, 0"))
            let picture = try await browser.screenshot()
            #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        }
    }

    @Test func `asks for pages in a language, and works without scripts`() async throws {
        try await onSite { browser, site in
            try await browser.setLanguages("de-CH,de;q=0.9")
            try await browser.setScripts(false)
            try await browser.open(site.origin)
            #expect(try await browser.element("body").attribute("data-script") == nil)
            try await browser.click(.link("Elsewhere"))
            #expect(try await browser.element("b").text.hasPrefix("de-CH"))
        }
    }

    @Test func `tells what a content security policy has refused`() async throws {
        try await onSite { browser, site in
            try await browser.open("\(site.origin)/strict")
            #expect(try await browser.title == "Strict")
            let complaints = try await browser.complaints()
            #expect(complaints.contains { $0.contains("Content Security Policy") })
            #expect(try await browser.complaints().isEmpty)
        }
    }

    @Test func `holds a passkey`() async throws {
        try await onSite { browser, site in
            let authenticator = try await browser.addAuthenticator()
            try await browser.open(site.origin)
            let made = try await browser.run(
                """
                return navigator.credentials.create({ publicKey: {
                    challenge: new Uint8Array(32), rp: { name: "Test" }, pubKeyCredParams: [{ type: "public-key", alg: -7 }],
                    user: { id: new Uint8Array([1]), name: "m", displayName: "M" },
                    authenticatorSelection: { residentKey: "required", userVerification: "required" } } })
                    .then(credential => credential.id)
                """)
            let credential = try #require(try await authenticator.credentials.first)
            #expect(credential["credentialId"] == made)
            #expect(credential["rpId"] == "localhost")
            try await authenticator.removeCredentials()
            #expect(try await authenticator.credentials.isEmpty)
            try await authenticator.add(credential)
            #expect(try await authenticator.credentials.count == 1)
        }
    }

    @Test func `refuses to click what is covered`() async throws {
        try await onSite { browser, site in
            try await browser.open(site.origin)
            try await browser.run(
                """
                const cover = document.createElement("div");
                cover.style = "position: fixed; inset: 0";
                document.body.append(cover);
                """)
            let error = await #expect(throws: WebDriverError.self) { try await browser.element("button").click() }
            #expect(error?.kind == "element click intercepted")
        }
    }
}
