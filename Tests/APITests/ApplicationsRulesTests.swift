internal import Model
internal import Testing

@Suite("Rules of OpenID Connect clients")
struct ApplicationsRulesTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let type: OIDCConfiguration.ApplicationType
        let grants: [OIDCConfiguration.GrantType]
        let method: ClientAuthenticationMethod
        let uris: [String]
        /// Without what all keys have in common.
        let problems: [String]

        init(
            _ description: String, _ type: OIDCConfiguration.ApplicationType = .web,
            _ grants: [OIDCConfiguration.GrantType] = [.authorizationCode],
            _ method: ClientAuthenticationMethod = .basic, uris: [String], _ problems: [String] = []
        ) {
            testDescription = description
            self.type = type
            self.grants = grants
            self.method = method
            self.uris = uris
            self.problems = problems
        }
    }

    static let web = "https://app.example/cb"
    static let rows = [
        Row("a plain web client", uris: [web]),
        Row("a web client with http", uris: ["http://app.example/cb"]),
        Row("no redirect URI", uris: [], ["NotCompliant", "NoRedirectUris"]),
        Row("a device has no redirect URI", .web, [.deviceCode], uris: []),
        Row(
            "device and code", .web, [.deviceCode, .authorizationCode], uris: [], ["NotCompliant", "NoRedirectUris"]),
        Row(
            "refresh tokens alone", .web, [.refreshToken], uris: [web],
            ["NotCompliant", "GrantType.Refresh.NoAuthCode"]),
        Row("refresh tokens of a device", .web, [.refreshToken, .deviceCode], uris: []),
        Row("a native secret", .native, uris: [web], ["NotCompliant", "Native.AuthMethodType.NotNone"]),
        Row("a browser's secret", .userAgent, uris: [web], ["NotCompliant", "UserAgent.AuthMethodType.NotNone"]),
        Row(
            "a browser's http", .userAgent, [.authorizationCode], .none, uris: ["http://app.example/cb"],
            ["NotCompliant", "Code.RedirectUris.HttpOnlyForWeb"]),
        Row(
            "native and loopback", .native, [.authorizationCode], .none,
            uris: ["http://127.0.0.1:8080/", "http://[::1]/"]),
        Row("native and its scheme", .native, [.authorizationCode], .none, uris: ["com.example.app:/cb"]),
        Row(
            "native and http", .native, [.authorizationCode], .none, uris: ["http://app.example/"],
            ["NotCompliant", "Native.RedirectUris.MustBeHttpLocalhost"]),
        Row(
            "http that only looks local", .native, [.authorizationCode], .none,
            uris: ["http://localhost.evil.example/"], ["NotCompliant", "Native.RedirectUris.MustBeHttpLocalhost"]),
        Row(
            "a web client's own scheme", uris: ["com.example.app:/cb"],
            ["NotCompliant", "Code.RedirectUris.CustomOnlyForNative"]),
        Row(
            "implicit with an own scheme", .web, [.implicit], uris: ["com.example.app:/cb"],
            ["NotCompliant", "Implicit.RedirectUris.CustomNotAllowed"]),
        Row(
            "implicit with http", .web, [.implicit], uris: ["http://app.example/cb"],
            ["NotCompliant", "Implicit.RedirectUris.HttpNotAllowed"]),
        Row(
            "native, implicit and code with an own scheme", .native, [.implicit, .authorizationCode], .none,
            uris: ["com.example.app:/cb"], ["NotAllCombinationsAreAllowed"]),
        Row("implicit and code with https", .web, [.implicit, .authorizationCode], uris: [web]),
    ]

    @Test(arguments: rows)
    func `doubtful settings are named`(row: Row) {
        var configuration = OIDCConfiguration()
        configuration.applicationType = row.type
        configuration.grantTypes = row.grants
        configuration.authenticationMethod = row.method
        configuration.redirectURIs = row.uris
        let compliance = OIDCCompliance(configuration)
        #expect(compliance.problems.map(\.rawValue) == row.problems.map { "Application.OIDC.V1.\($0)" })
        #expect(compliance.isNonCompliant == row.problems.contains("NotCompliant"))
    }

    @Test(
        arguments: [
            ("https://App.Example/cb?x#y", "https://app.example"), ("https://app.example:443/", "https://app.example"),
            ("http://app.example:8080", "http://app.example:8080"), ("http://app.example:80/", "http://app.example"),
            ("https://[2001:DB8::1]:8443/", "https://[2001:db8::1]:8443"),
            ("https://user@app.example/", "https://app.example"),
            ("com.example.app:/cb", nil), ("com.example.app://cb", nil), ("https:///cb", nil),
            ("//app.example/", nil), ("app.example", nil), ("https://a b/", nil), ("https://a:99999/", nil),
            ("https://[::1/", nil), ("1https://a/", nil), ("", nil), ("https://a\n", nil), ("mailto:", nil),
        ] as [(String, String?)])
    func `a URI has the origin that a browser gives it`(text: String, origin: String?) {
        #expect(AbsoluteURI(text)?.origin == origin)
    }

    @Test(
        arguments: [
            ("https://App.Example/cb?x", "https://app.example"), ("http://localhost:8090/", "http://localhost:8090"),
            ("http://127.0.0.1:1/cb", "http://127.0.0.1:1"), ("http://[::1]:8090/cb", "http:"),
            ("com.example.app:/cb", "com.example.app:"), ("https://a;frame-ancestors/cb", "https:"),
            ("https://a,b.example/cb", "https:"), ("https://a'b.example/cb", "https:"),
        ])
    func `a policy names where a URI leads`(text: String, source: String) {
        #expect(AbsoluteURI(text)?.policySource == source)
    }

    @Test(
        arguments: [
            "localhost", "a.localhost", "localhost.", "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.255.0.1",
            "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.0.1", "198.18.0.1", "198.19.0.1", "::",
            "::1", "fc00::1", "fdff::", "fe80::1", "febf::1", "::ffff:10.0.0.1", "::ffff:7f00:1", "127.1", "2130706433",
            "0x7f.1", "0177.0.0.1", "1::2::3", "1:2:3", "", "224.0.0.1", "255.255.255.255", "ff02::1",
            "64:ff9b::7f00:1",
            "64:ff9b::10.0.0.1", "2002:7f00:1::", "2002:c0a8:1::1", "192.0.0.192", "192.0.2.1", "192.88.99.1",
            "198.51.100.1", "203.0.113.1", "168.63.129.16", "fec0::1", "feff::1", "64:ff9b:1::8.8.8.8",
            "::ffff:0:10.0.0.1", "100::1", "2001::1", "2001:1ff::1", "2001:db8::1", "3fff::1", "5f00::1",
        ])
    func `addresses inside are denied`(host: String) {
        #expect(OutboundHost.isDenied(host))
    }

    @Test(
        arguments: [
            "app.example", "localhost.example", "8.8.8.8", "11.0.0.1", "100.63.0.1", "100.128.0.1", "172.15.0.1",
            "172.32.0.1", "198.20.0.1", "2001:200::1", "2606:4700::1", "::ffff:8.8.8.8", "10.example", "223.0.0.1",
            "64:ff9b::8.8.8.8", "2002:808:808::1", "192.0.1.1", "168.63.129.17", "::ffff:0:8.8.8.8",
        ])
    func `addresses outside are not`(host: String) {
        #expect(!OutboundHost.isDenied(host))
    }
}
