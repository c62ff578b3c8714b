internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("ApplicationService: OpenID Connect settings")
struct ApplicationsOIDCTests {
    let fixture: ProjectsFixture

    init() async throws {
        fixture = try await ProjectsFixture()
        try await fixture.addProject("p1")
    }

    private func create(_ configuration: JSONValue) async throws -> TestResponse {
        try await fixture.call(
            "ApplicationService/CreateApplication",
            ["projectId": "p1", "applicationId": "a1", "name": "A", "oidcConfiguration": configuration])
    }

    /// The code flow with the given settings.
    private func code(_ members: JSONValue) throws -> JSONValue {
        var object: JSONObject = [
            "responseTypes": ["OIDC_RESPONSE_TYPE_CODE"], "grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"],
        ]
        for member in try #require(members.objectValue).members { object[member.name] = member.value }
        return .object(object)
    }

    @Test func `all settings are read as they were written`() async throws {
        let created = try await create([
            "redirectUris": ["https://app.example/cb", "https://app.example:8443/cb"],
            "responseTypes": ["OIDC_RESPONSE_TYPE_CODE", "OIDC_RESPONSE_TYPE_ID_TOKEN"],
            "grantTypes": [
                "OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_IMPLICIT", "OIDC_GRANT_TYPE_REFRESH_TOKEN",
            ],
            "applicationType": "OIDC_APP_TYPE_USER_AGENT", "authMethodType": "OIDC_AUTH_METHOD_TYPE_NONE",
            "postLogoutRedirectUris": ["https://app.example/bye"], "version": "OIDC_VERSION_1_0",
            "developmentMode": true, "accessTokenType": "OIDC_TOKEN_TYPE_JWT", "accessTokenRoleAssertion": true,
            "idTokenRoleAssertion": true, "idTokenUserinfoAssertion": true, "clockSkew": "5s",
            "additionalOrigins": ["https://spa.example", "https://app.example"], "skipNativeAppSuccessPage": true,
            "backChannelLogoutUri": "https://app.example/logout",
            "loginVersion": ["loginV2": ["baseUri": "https://login.example"]],
        ])
        let clientID = try #require(try created.json["oidcConfiguration"]?["clientId"])
        #expect(try created.json["oidcConfiguration"] == ["clientId": clientID])
        let read = try await fixture.reply("ApplicationService/GetApplication", ["applicationId": "a1"])
        #expect(
            read["application"]?["oidcConfiguration"] == [
                "redirectUris": ["https://app.example/cb", "https://app.example:8443/cb"],
                "responseTypes": ["OIDC_RESPONSE_TYPE_CODE", "OIDC_RESPONSE_TYPE_ID_TOKEN"],
                "grantTypes": [
                    "OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_IMPLICIT",
                    "OIDC_GRANT_TYPE_REFRESH_TOKEN",
                ],
                "applicationType": "OIDC_APP_TYPE_USER_AGENT", "clientId": clientID,
                "authMethodType": "OIDC_AUTH_METHOD_TYPE_NONE",
                "postLogoutRedirectUris": ["https://app.example/bye"], "developmentMode": true,
                "accessTokenType": "OIDC_TOKEN_TYPE_JWT", "accessTokenRoleAssertion": true,
                "idTokenRoleAssertion": true, "idTokenUserinfoAssertion": true, "clockSkew": "5s",
                "additionalOrigins": ["https://spa.example", "https://app.example"],
                "allowedOrigins": ["https://app.example", "https://app.example:8443", "https://spa.example"],
                "skipNativeAppSuccessPage": true, "backChannelLogoutUri": "https://app.example/logout",
                "loginVersion": ["loginV2": ["baseUri": "https://login.example"]],
            ])
    }

    @Test func `a web client with a secret gets it once`() async throws {
        let response = try await create(try code(["redirectUris": ["https://app.example/cb"]]))
        #expect(try response.json["oidcConfiguration"]?["clientSecret"]?.stringValue?.count == 64)
        let read = try await fixture.reply("ApplicationService/GetApplication", ["applicationId": "a1"])
        let configuration = read["application"]?["oidcConfiguration"]
        #expect(configuration?["clientSecret"] == nil)
        #expect(configuration?["clockSkew"] == "0s")
        #expect(configuration?["applicationType"] == nil)
    }

    @Test(
        arguments: [
            ([:], "PROJECT-1n8df"),
            (["responseTypes": ["OIDC_RESPONSE_TYPE_CODE"]], "PROJECT-1n8df"),
            (["grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"]], "PROJECT-1n8df"),
            (["responseTypes": [0], "grantTypes": [0]], "PROJECT-1n8df"),
            (["responseTypes": [1], "grantTypes": ["OIDC_GRANT_TYPE_IMPLICIT"]], "PROJECT-1n8df"),
            (["responseTypes": [2], "grantTypes": [0]], "PROJECT-1n8df"),
            (["responseTypes": [3], "grantTypes": [0]], "PROJECT-1n8df"),
            (["responseTypes": [1], "grantTypes": [0], "clockSkew": "5.001s"], "PROJECT-1n8df"),
            (["responseTypes": [1], "grantTypes": [0], "clockSkew": "-1s"], "PROJECT-1n8df"),
            (["responseTypes": [1], "grantTypes": [0], "additionalOrigins": ["https://a/"]], "PROJECT-1n8df"),
            (["responseTypes": [1], "grantTypes": [0], "additionalOrigins": ["app.example"]], "PROJECT-1n8df"),
            (["responseTypes": [1], "grantTypes": [0], "backChannelLogoutUri": "ftp://x.example"], "PROJECT-iZL2Ac"),
            (["responseTypes": [1], "grantTypes": [0], "backChannelLogoutUri": "http://127.0.0.1/"], "PROJECT-msNebo"),
            (["responseTypes": [1], "grantTypes": [0], "version": 1], ""),
            (["responseTypes": [1], "grantTypes": [0], "loginVersion": ["loginV1": [:], "loginV2": [:]]], ""),
            (["responseTypes": [4], "grantTypes": [0]], ""),
        ] as [(JSONValue, String)])
    func `wrong settings are refused`(configuration: JSONValue, id: String) async throws {
        let response = try await create(configuration)
        #expect(response.status == .badRequest)
        #expect(try response.errorID == id)
        #expect(try await fixture.reply("ApplicationService/ListApplications")["applications"] == nil)
    }

    @Test(
        arguments: [
            ["responseTypes": [1], "grantTypes": ["OIDC_GRANT_TYPE_DEVICE_CODE"]],
            ["responseTypes": [2, 3], "grantTypes": ["OIDC_GRANT_TYPE_IMPLICIT"]],
            ["responseTypes": [1], "grantTypes": [0], "loginVersion": ["loginV1": [:]]],
        ] as [JSONValue])
    func `the grants that a response needs are enough`(configuration: JSONValue) async throws {
        #expect(try await create(configuration).status == .ok)
    }

    @Test func `doubts about the settings are told when creating and when reading`() async throws {
        let created = try await create(
            try code(["applicationType": "OIDC_APP_TYPE_USER_AGENT", "redirectUris": ["http://app.example/cb"]]))
        let told = try created.json["oidcConfiguration"]
        let read = try await fixture.reply("ApplicationService/GetApplication", ["applicationId": "a1"])
        for configuration in [told, read["application"]?["oidcConfiguration"]] {
            #expect(configuration?["nonCompliant"] == true)
            #expect(
                configuration?.each("complianceProblems", "key") == [
                    "Application.OIDC.V1.NotCompliant", "Application.OIDC.V1.Code.RedirectUris.HttpOnlyForWeb",
                    "Application.OIDC.V1.UserAgent.AuthMethodType.NotNone",
                ])
            #expect(configuration?.each("complianceProblems", "localizedMessage").count == 3)
        }
    }
}
