internal import Crypto
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Providers of messages: /admin/v1/email, smtp, sms")
struct ProviderTests {
    let fixture: ProviderFixture

    init() async throws {
        fixture = try await ProviderFixture()
    }

    @Test func `a mail server is added idle, activated, changed and removed`() async throws {
        let id = try await fixture.add("smtp", .object(ProviderFixture.smtp))
        #expect(try await fixture.send(.get, "smtp").errorID == "QUERY-fwofw")
        let made = "2026-01-05T10:00:00Z"
        let shown: JSONValue = [
            "smtpConfig": [
                "details": [
                    "sequence": "1", "changeDate": .string(made), "resourceOwner": "instance",
                    "creationDate": .string(made),
                ],
                "senderAddress": "sender@id.example.com", "senderName": "Acme", "tls": true,
                "host": "mail.example.com:587", "user": "postman", "replyToAddress": "help@id.example.com",
                "state": "SMTP_CONFIG_INACTIVE", "description": "the first one", "id": .string(id),
            ]
        ]
        #expect(try await fixture.get("smtp/\(id)") == shown)
        #expect(try await fixture.send(.post, "smtp/\(id)/_activate").status == .ok)
        #expect(try await fixture.get("smtp")["smtpConfig"]?["state"] == "SMTP_CONFIG_ACTIVE")
        #expect(try await fixture.send(.post, "smtp/\(id)/_activate").errorID == "COMMAND-vUHBSmBzaw")
        let change = ProviderFixture.smtp(["host": "other.example.com:465", "senderName": "Other"])
        #expect(try await fixture.send(.put, "smtp/\(id)", change).status == .ok)
        let changed = try await fixture.get("email/\(id)")["config"]
        #expect(changed?["state"] == "EMAIL_PROVIDER_ACTIVE")
        #expect(changed?["smtp"]?["host"] == "other.example.com:465")
        #expect(changed?["details"]?["sequence"] == "3")
        #expect(try await fixture.send(.post, "smtp/\(id)/_deactivate").status == .ok)
        #expect(try await fixture.send(.post, "smtp/\(id)/_deactivate").errorID == "COMMAND-km8g3")
        #expect(try await fixture.send(.delete, "smtp/\(id)").status == .ok)
        #expect(try await fixture.send(.get, "smtp/\(id)").errorID == "QUERY-fwofw")
    }

    @Test func `one provider of a channel is active, whatever its kind`() async throws {
        let first = try await fixture.add("smtp", .object(ProviderFixture.smtp))
        let second = try await fixture.add("email/http", ["endpoint": "https://hook.example/a"])
        let sms = try await fixture.add("sms/twilio", ["sid": "AC1", "token": "t", "senderNumber": "+1"])
        for (path, id) in [("email", first), ("email", second), ("sms", sms)] {
            #expect(try await fixture.send(.post, "\(path)/\(id)/_activate").status == .ok)
        }
        #expect(try await fixture.get("email")["config"]?["id"] == .string(second))
        #expect(try await fixture.send(.get, "smtp").errorID == "QUERY-fwofw")
        #expect(try await fixture.get("smtp/\(first)")["smtpConfig"]?["state"] == "SMTP_CONFIG_INACTIVE")
        #expect(try await fixture.get("sms/\(sms)")["config"]?["state"] == "SMS_PROVIDER_CONFIG_ACTIVE")
        // An unknown one takes the place of nobody.
        #expect(try await fixture.send(.post, "email/\(sms)/_activate").errorID == "COMMAND-E9K20hxOS9")
        #expect(try await fixture.get("email")["config"]?["id"] == .string(second))
    }

    @Test func `of many activations at once one provider is active in the end`() async throws {
        var ids: [String] = []
        for _ in 0..<8 { ids.append(try await fixture.add("smtp", .object(ProviderFixture.smtp))) }
        try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for id in ids { group.addTask { try await fixture.send(.post, "smtp/\(id)/_activate").status } }
            for try await status in group { #expect(status == .ok || status == .serviceUnavailable) }
        }
        let active = try await fixture.send(.post, "smtp/_search").json["result"]?.arrayValue?.filter {
            $0["state"] == "SMTP_CONFIG_ACTIVE"
        }
        #expect(active?.count == 1)
    }

    @Test func `lists show what there is of their kind`() async throws {
        _ = try await fixture.add("smtp", .object(ProviderFixture.smtp))
        _ = try await fixture.add("email/http", ["endpoint": "https://hook.example/a", "description": "hook"])
        _ = try await fixture.add("sms/http", ["endpoint": "https://hook.example/b"])
        for (path, total) in [("smtp", "1"), ("email", "2"), ("sms", "1")] {
            let list = try await fixture.send(.post, "\(path)/_search", [:]).json
            #expect(list["details"]?["totalResult"] == .string(total))
            #expect(list["result"]?.arrayValue?.count == Int(total))
        }
        let page = try await fixture.send(.post, "email/_search", ["query": ["limit": 1, "asc": true]]).json
        #expect(page["details"]?["totalResult"] == "2")
        #expect(page["result"]?.arrayValue?.map { $0["smtp"] != nil } == [true])
        #expect(
            try await fixture.send(.post, "email/_search", ["query": ["limit": 1001]]).errorID == "QUERY-4M0fs")
    }

    @Test func `secrets are sealed in the store and never shown`() async throws {
        let ids = [
            try await fixture.add("smtp", .object(ProviderFixture.smtp)),
            try await fixture.add("email/smtp", ProviderFixture.smtp(["plain": ["password": "pl4in-password"]])),
            try await fixture.add("sms/twilio", ["sid": "AC1", "token": "t0ken-secret", "senderNumber": "+1"]),
        ]
        let secrets = ["s3cr3t-password", "pl4in-password", "t0ken-secret"]
        let key = SealingKey(fixture.masterKey.subkey(for: "message providers"))
        let opened = try await fixture.secrets().map { key.open($0, kind: "message provider") }
        #expect(opened == [secrets[0], secrets[1], secrets[2]].map { Array($0.utf8) })
        for path in ["smtp/\(ids[0])", "email/\(ids[1])", "sms/\(ids[2])"] {
            let text = try await fixture.get(path).text
            #expect(secrets.filter { text.contains($0) } == [])
        }
        let events = try await fixture.api.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT payload FROM events") { (row) throws(DomainError) in try row.text("payload") }
        }
        #expect(events.count == 3)
        #expect(events.filter { event in secrets.contains { event.contains($0) } } == [])
    }

    @Test func `a password that is not given stays, and one that is given replaces it`() async throws {
        let id = try await fixture.add("smtp", .object(ProviderFixture.smtp))
        let key = SealingKey(fixture.masterKey.subkey(for: "message providers"))
        func password() async throws -> String? {
            try await fixture.secrets().first.flatMap { key.open($0, kind: "message provider") }.map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        _ = try await fixture.send(.put, "smtp/\(id)", ProviderFixture.smtp(["password": ""]))
        #expect(try await password() == "s3cr3t-password")
        _ = try await fixture.send(.put, "email/smtp/\(id)", ProviderFixture.smtp(["password": "second"]))
        #expect(try await password() == "second")
        _ = try await fixture.send(.put, "smtp/\(id)/password", ["password": "third"])
        #expect(try await password() == "third")
    }

    @Test func `a signing key is made, shown once and renewed when asked for`() async throws {
        for path in ["email/http", "sms/http"] {
            let added = try await fixture.send(.post, path, ["endpoint": "https://hook.example/a"]).json
            let first = try #require(added["signingKey"]?.stringValue)
            let id = try #require(added["id"]?.stringValue)
            #expect(first.count == 36)
            let kept = try await fixture.send(
                .put, "\(path)/\(id)", ["endpoint": "https://hook.example/b", "description": "b"])
            #expect(try kept.json["signingKey"] == nil)
            let renewed = try await fixture.send(
                .put, "\(path)/\(id)", ["endpoint": "https://hook.example/b", "expirationSigningKey": "0s"])
            let second = try #require(renewed.json["signingKey"]?.stringValue)
            #expect(second != first && second.count == 36)
            let shown = try await fixture.get("\(path.split(separator: "/")[0])/\(id)")
            #expect(shown["config"]?["http"] == ["endpoint": "https://hook.example/b"])
        }
    }

    @Test(arguments: [
        ("senderAddress", "" as JSONValue, ""), ("senderAddress", "no address", "COMMAND-SAAFpV8VKV"),
        ("senderAddress", "a@b.example\r\nBcc: x@y.example", "COMMAND-SAAFpV8VKV"), ("senderName", "", ""),
        ("host", "", ""), ("host", "mail.example.com", "COMMAND-EvAtufIinh"),
        ("host", "mail.example.com:0", "COMMAND-EvAtufIinh"), ("host", "mail.example.com/x:25", "COMMAND-EvAtufIinh"),
        ("replyToAddress", "no address", "COMMAND-SAAFpV8VKV"),
        ("description", .string(.init(repeating: "x", count: 201)), ""),
    ])
    func `a mail server that cannot be one is refused`(field: String, value: JSONValue, id: String) async throws {
        for path in ["smtp", "email/smtp"] {
            var message = ProviderFixture.smtp
            message[field] = value
            let response = try await fixture.send(.post, path, .object(message))
            #expect(response.status == .badRequest)
            #expect(try response.errorID == id)
        }
        #expect(try await fixture.secrets() == [])
    }

    @Test(arguments: ["", "ftp://hook.example", "hook.example", "https://", "https://user:p@hook.example/"])
    func `an address that is none of the web is refused`(endpoint: String) async throws {
        for path in ["email/http", "sms/http"] {
            #expect(try await fixture.send(.post, path, ["endpoint": .string(endpoint)]).status == .badRequest)
        }
    }

    @Test(arguments: [
        (HTTPMethod.put, "smtp/1", "COMMAND-j5IDFtt3T1"), (.put, "smtp/1/password", "COMMAND-rDHzqjGuKQ"),
        (.post, "smtp/1/_activate", "COMMAND-E9K20hxOS9"), (.post, "smtp/1/_deactivate", "COMMAND-k39PJ"),
        (.delete, "smtp/1", "COMMAND-09CXlTDL6w"), (.get, "smtp/1", "QUERY-fwofw"), (.get, "email/1", "QUERY-fwofw"),
        (.get, "email", "QUERY-fwofw"), (.put, "email/http/1", "COMMAND-xIrdledqv4"),
        (.post, "smtp/1/_test", "SMTP-99klw"), (.put, "sms/twilio/1", "COMMAND-2m9fw"),
        (.put, "sms/twilio/1/token", "COMMAND-fj9wf"), (.put, "sms/http/1", "COMMAND-2m9fw"),
        (.post, "sms/1/_activate", "COMMAND-sn9we"), (.post, "sms/1/_deactivate", "COMMAND-s39Kg"),
        (.delete, "sms/1", "COMMAND-sn9we"), (.get, "sms/1", "QUERY-fn99w"),
    ])
    func `an unknown provider is not found`(method: HTTPMethod, path: String, id: String) async throws {
        let message = ProviderFixture.smtp([
            "sid": "AC1", "senderNumber": "+1", "token": "t", "endpoint": "https://hook.example/a",
            "receiverAddress": "minnie@mouse.example",
        ])
        let response = try await fixture.send(method, path, method == .get || method == .delete ? nil : message)
        #expect(response.status == .notFound)
        #expect(try response.errorID == id)
    }

    @Test func `a provider of another kind or channel is not found`() async throws {
        let hook = try await fixture.add("email/http", ["endpoint": "https://hook.example/a"])
        let twilio = try await fixture.add("sms/twilio", ["sid": "AC1", "token": "t", "senderNumber": "+1"])
        for (method, path) in [
            (HTTPMethod.get, "smtp/\(hook)"), (.put, "smtp/\(hook)"), (.put, "smtp/\(hook)/password"),
            (.get, "email/\(twilio)"), (.delete, "email/\(twilio)"), (.put, "sms/http/\(twilio)"),
        ] {
            let message = method == .put ? ProviderFixture.smtp(["endpoint": "https://hook.example/b"]) : nil
            #expect(try await fixture.send(method, path, message).status == .notFound, "\(method) \(path)")
        }
    }

    @Test(arguments: [
        ("email/smtp", "xoauth2" as String, ["user": "x"] as JSONValue), ("sms/twilio", "verifyServiceSid", "VA1"),
    ])
    func `what is not there is said to be so`(path: String, field: String, value: JSONValue) async throws {
        let message = ProviderFixture.smtp(["sid": "AC1", "senderNumber": "+1", "token": "t", .init(field): value])
        #expect(try await fixture.send(.post, path, message).status.code == 501)
    }

    @Test(arguments: [
        (HTTPMethod.get, "smtp"), (.post, "smtp/_search"), (.post, "smtp"), (.post, "email/http"), (.get, "email"),
        (.post, "sms/_search"), (.post, "sms/twilio"), (.post, "smtp/_test"), (.post, "sms/1/_activate"),
    ])
    func `only who administers the instance may call`(method: HTTPMethod, path: String) async throws {
        for user in ["acme-owner", "other-owner", "nobody"] {
            let response = try await fixture.send(method, path, method == .get ? nil : [:], as: user)
            #expect([.forbidden, .notFound].contains(response.status))
            #expect(try ["AUTH-5mWD2", "AUTHZ-cdgFk"].contains(response.errorID))
        }
    }

    @Test func `a sender of another domain is refused where the settings say so`() async throws {
        var settings = DomainSettings()
        settings.requiresSenderInInstanceDomain = true
        let (chosen, now) = (settings, fixture.api.clock.now)
        try await fixture.api.database.write { (tx) throws(DomainError) in
            try tx.put(chosen, of: nil, sequence: 1, at: now)
        }
        let foreign = ProviderFixture.smtp(["senderAddress": "sender@elsewhere.example"])
        #expect(try await fixture.send(.post, "smtp", foreign).errorID == "INST-83nl8")
        let id = try await fixture.add("smtp", .object(ProviderFixture.smtp))
        #expect(try await fixture.send(.put, "smtp/\(id)", foreign).errorID == "INST-83nl8")
    }
}
