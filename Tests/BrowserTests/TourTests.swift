internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

/// Every page, in every language. With a folder for pictures, also for people to look at.
@Suite("A tour of the login pages")
struct TourTests {
    private static let languages = ["en", "de"]

    @Test(arguments: languages) func `signing in, and the account`(language: String) async throws {
        try await Tour.take(in: language) { tour in
            try await tour.open("login")
            try await tour.look("login-name", at: "loginname")
            try await tour.send([("loginName", "nobody.with.a.rather.long.name@some-company.example")])
            try await tour.look("login-name-unknown", at: "loginname")
            try await tour.send([("loginName", tour.scene.person.loginName)])
            try await tour.look("password", at: "password")
            try await tour.send([("password", "wrong")])
            try await tour.look("password-wrong", at: "password")
            try await tour.follow("password/forgot")
            try await tour.look("forgot", at: "password/forgot")
            try await tour.send()
            try await tour.look("set-password-typed", at: "password/set")
            try await tour.signIn()
            try await tour.look("signed-in", at: "signedin")
            try await tour.follow("password/change")
            try await tour.look("change-password", at: "password/change")
            try await tour.send([("current", "a"), ("new", "b"), ("again", "b")])
            try await tour.look("change-password-refused", at: "password/change")
            try await tour.open("login")
            try await tour.press("button[name=session]")
            try await tour.follow("applications")
            try await tour.look("consents", at: "applications")
            try await tour.open("login")
            try await tour.look("accounts", at: "accounts")
            _ = try await tour.scene.application.ask(tour.browser, [("prompt", "select_account")])
            try await tour.look("account-confirm", at: "accounts")
            try await tour.open("logout")
            try await tour.look("logout", at: "logout")
            try await tour.send()
            try await tour.look("signed-out", at: "logout/done")
        }
    }

    @Test(arguments: languages) func `second factors`(language: String) async throws {
        try await Tour.take(in: language) { tour in
            _ = try await tour.browser.addAuthenticator(.usb)
            for factor in ["OTP_EMAIL", "OTP_SMS"] { try await tour.server.admit(secondFactor: factor) }
            try await tour.signIn()
            try await tour.follow("mfa/set")
            try await tour.look("set-up", at: "mfa/set")
            try await tour.press("button[value=passkey]")
            try await tour.look("passkey-set-up", at: "passkey/set")
            try await tour.follow("mfa/set")
            try await tour.press("button[value=totp]")
            try await tour.look("totp-set-up", at: "otp/time-based/set")
            try await tour.browser.click("summary")
            let app = AuthenticatorApp(secret: try await tour.browser.element(".secret").text.filter { $0 != " " })
            try await tour.send([("code", app.code(at: tour.server.clock.now))])
            try await tour.look("set-up-first", at: "mfa/set")
            try await tour.press("button[value=recovery]")
            try await tour.look("recovery-offer", at: "otp/recovery/set")
            try await tour.send()
            try await tour.look("recovery-codes", at: "otp/recovery/set")
            try await tour.press("button[value=kept]")
            for factor in ["email", "sms", "securityKey"] { try await tour.press("button[value=\(factor)]") }
            try await tour.look("security-key-set-up", at: "u2f/set")
            try await tour.press("button.primary")
            try await tour.look("set-up-all", at: "mfa/set")
            try await tour.press("a.danger")
            try await tour.look("remove", at: "mfa/remove")

            try await tour.browser.clearCookies()
            tour.server.clock.advance(by: .seconds(40))
            try await tour.signIn()
            try await tour.look("second-factor", at: "second-factor")
            for (place, name) in [
                ("otp/time-based", "code-app"), ("u2f", "security-key"), ("otp/sms", "code-sms"),
                ("otp/email", "code-mail"), ("otp/recovery", "code-recovery"),
            ] {
                try await tour.follow(place)
                try await tour.look(name, at: place)
                if name == "code-mail" {
                    try await tour.send([("code", "123456")])
                    try await tour.look("code-mail-wrong", at: place)
                }
                try await tour.follow("second-factor")
            }
        }
    }

    @Test(arguments: languages) func `links in mails, and a new account`(language: String) async throws {
        try await Tour.take(in: language) { tour in
            let server = tour.server
            try await server.call(
                "zitadel.user.v2.UserService/SetEmail",
                ["userId": .string(tour.scene.person.id), "email": "other@mouse.example", "sendCode": [:]])
            try await tour.browser.open(try #require(await server.messages().last?.link))
            try await tour.look("verify", at: "verify")
            let invited = try await server.call(
                "zitadel.user.v2.UserService/CreateUser",
                [
                    "organizationId": .string(server.organizationID), "username": "mickey",
                    "human": [
                        "profile": ["givenName": "Mickey", "familyName": "Mouse"],
                        "email": ["email": "mickey@mouse.example", "returnCode": [:]],
                    ],
                ])
            try await server.call(
                "zitadel.user.v2.UserService/CreateInviteCode",
                ["userId": invited["id"] ?? .null, "sendCode": ["applicationName": "Shop"]])
            try await tour.browser.open(try #require(await server.messages().last?.link))
            try await tour.look("invitation", at: "verify")
            try await tour.send()
            try await tour.look("invitation-password", at: "password/set")
            try await tour.open("register")
            try await tour.look("register", at: "register")
            try await tour.send([
                ("givenName", "Anna-Lena"), ("familyName", "Müller-Lüdenscheidt"), ("email", "no-domain@x"),
                ("new", "short"), ("again", "short"),
            ])
            try await tour.look("register-refused", at: "register")
            try await tour.send([
                ("email", "anna-lena.mueller-luedenscheidt@example.com"), ("new", "Correct-Horse-9"),
                ("again", "Correct-Horse-9"),
            ])
            try await tour.look("register-verify", at: "verify")
            try await tour.press("button[value=skip]")
            try await tour.look("set-up-offered", at: "mfa/set")
        }
    }

    @Test(arguments: languages) func `a device`(language: String) async throws {
        try await Tour.take(in: language) { tour in
            let client = try await tour.server.addClient("Television", project: tour.scene.application.projectID)
            try await tour.signIn()
            for isAllowed in [true, false] {
                let begun = try await tour.server.post(
                    "/oauth/v2/device_authorization",
                    client.credentials + [("scope", "openid profile email offline_access")]
                ).json
                let code = try tour.server.text(begun, "user_code")
                try await tour.open("device?user_code=\(code)")
                try await tour.look("device", at: "device")
                try await tour.send()
                try await tour.press("button[name=session]")
                try await tour.look("device-confirm", at: "device/confirm")
                try await tour.press(isAllowed ? "button[value=allow]" : "button[value=deny]")
                try await tour.look(isAllowed ? "device-allowed" : "device-denied", at: "device/done")
            }
            try await tour.open("device")
            try await tour.send([("code", "BCDF-GHJK")])
            try await tour.look("device-unknown", at: "device")
        }
    }

    @Test(arguments: languages) func `what goes wrong`(language: String) async throws {
        try await Tour.take(in: language) { tour in
            try await tour.open("loginname?s=nothing")
            try await tour.look("stale")
            try await tour.open("login?authRequest=V2_1")
            try await tour.look("failure")
            try await tour.browser.open("\(tour.server.issuer)/oauth/v2/authorize?client_id=1")
            try await tour.look("refusal")
            try await tour.browser.open("\(tour.server.issuer)/oidc/v1/end_session?id_token_hint=x")
            try await tour.look("refusal-logout")
        }
    }
}
