internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// The duties of RFC 9700 that fall to the pages on which people sign in. That they name no other site and cannot be
/// framed is tested with every one of them.
@Suite("RFC 9700: best current practice, login pages")
struct RFC9700LoginTests {
    @Test func `RFC 9700 §2.1, §4.12: what was posted is posted nowhere else: every form is answered with 303`()
        async throws
    {
        let fixture = try await LoginFixture()
        let client = try await fixture.server.addClient("app", project: try await fixture.server.addProject("Shop"))
        let browser = fixture.browser()
        try await browser.authorize(TestSignIn(fixture.server, client).parameters())
        let name = try await browser.submit("form", [("loginName", "minnie")], following: false)
        #expect(name.status == .seeOther)
        try await browser.open(try #require(name.fields["Location"]))
        let wrong = try await browser.submit("form", [("password", "wrong")], following: false)
        #expect(wrong.status == .seeOther && wrong.fields["Location"]?.hasPrefix("/ui/v2/login/") == true)
        try await browser.open(try #require(wrong.fields["Location"]))
        let right = try await browser.submit("form", [("password", LoginFixture.password)], following: false)
        #expect(right.status == .seeOther)
        let location = try #require(right.fields["Location"])
        #expect(location.hasPrefix("\(TestSignIn.redirectURI)?code="))
        #expect(!location.contains(FormCoding.encode(LoginFixture.password)) && !location.contains("password"))
    }
}
