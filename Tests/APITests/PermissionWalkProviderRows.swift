internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

extension WalkRow {
    private static let smtp: JSONValue = [
        "senderAddress": "a@b.example", "senderName": "A", "host": "$mailServer", "description": "x",
    ]

    static let messageProviders: [WalkRow] =
        channel("email", read: ["GET", "GET {id}"], idle: "$mail", busy: "$activeMail")
        + channel("smtp", read: ["GET", "GET {id}"], idle: "$mail", busy: "$activeMail")
        + channel("sms", read: ["GET {id}"], idle: "$twilio", busy: "$activeTwilio")
        + servers("smtp") + servers("email/smtp") + hooks("email", "$mailHook") + hooks("sms", "$smsHook")
        + [
            WalkRow(
                .write, "POST /admin/v1/sms/twilio", ["sid": "AC1", "token": "t", "senderNumber": "+1"]),
            WalkRow(.write, "PUT /admin/v1/sms/twilio/{id}", ["id": "$twilio", "sid": "AC1", "senderNumber": "+2"]),
            WalkRow(.write, "PUT /admin/v1/sms/twilio/{id}/token", ["id": "$twilio", "token": "t2"]),
        ]

    /// What all providers of a channel have in common.
    private static func channel(_ path: String, read: [String], idle: JSONValue, busy: JSONValue) -> [WalkRow] {
        read.map { row in
            let isOne = row.hasSuffix("{id}")
            return WalkRow(.read, "GET /admin/v1/\(path)\(isOne ? "/{id}" : "")", isOne ? ["id": idle] : [:])
        } + [
            WalkRow(.list, "POST /admin/v1/\(path)/_search", [:]),
            WalkRow(.write, "POST /admin/v1/\(path)/{id}/_activate", ["id": idle]),
            WalkRow(.write, "POST /admin/v1/\(path)/{id}/_deactivate", ["id": busy]),
            WalkRow(.write, "DELETE /admin/v1/\(path)/{id}", ["id": idle]),
        ]
    }

    private static func servers(_ path: String) -> [WalkRow] {
        var changed = smtp.objectValue ?? [:]
        changed["id"] = "$mail"
        var tested = smtp.objectValue ?? [:]
        tested["receiverAddress"] = "minnie@mouse.example"
        return [
            WalkRow(.write, "POST /admin/v1/\(path)", smtp),
            WalkRow(.write, "PUT /admin/v1/\(path)/{id}", .object(changed)),
            WalkRow(.write, "PUT /admin/v1/\(path)/{id}/password", ["id": "$mail", "password": "p"]),
            WalkRow(.write, "POST /admin/v1/\(path)/_test", .object(tested)),
            WalkRow(
                .write, "POST /admin/v1/\(path)/{id}/_test",
                ["id": "$mail", "receiverAddress": "minnie@mouse.example"]),
        ]
    }

    private static func hooks(_ path: String, _ id: JSONValue) -> [WalkRow] {
        [
            WalkRow(.write, "POST /admin/v1/\(path)/http", ["endpoint": "https://hook.example/a"]),
            WalkRow(
                .write, "PUT /admin/v1/\(path)/http/{id}", ["id": id, "endpoint": "https://hook.example/b"]),
        ]
    }
}

extension WalkBuilder {
    /// For the calls that send a test mail. It ends with the tests.
    private static let mailServer = Task { try await MailServer() }

    /// Providers of both channels: idle ones and active ones.
    func makeProviders() async throws -> [String: JSONValue] {
        let address = JSONValue.string("127.0.0.1:\(try await Self.mailServer.value.port)")
        let smtp: JSONValue = ["senderAddress": "a@b.example", "senderName": "A", "host": address]
        let twilio: JSONValue = ["sid": "AC1", "token": "t", "senderNumber": "+1"]
        let hook: JSONValue = ["endpoint": "https://hook.example/a"]
        let values = [
            "mailServer": address, "mail": try await add("smtp", smtp), "activeMail": try await add("smtp", smtp),
            "mailHook": try await add("email/http", hook), "twilio": try await add("sms/twilio", twilio),
            "activeTwilio": try await add("sms/twilio", twilio), "smsHook": try await add("sms/http", hook),
        ]
        for (path, name) in [("email", "activeMail"), ("sms", "activeTwilio")] {
            _ = try await post("\(path)/\(values[name]?.stringValue ?? "")/_activate", [:])
        }
        return values
    }

    private func add(_ path: String, _ message: JSONValue) async throws -> JSONValue {
        try #require(try await post(path, message)["id"])
    }

    private func post(_ path: String, _ message: JSONValue) async throws -> JSONValue {
        let response = try await server.send(
            HTTPRequest(
                .post, "/admin/v1/\(path)", fields: ["Authorization": "Bearer \(server.administratorToken)"],
                body: message.utf8))
        try #require(response.status == .ok, "\(response.text)")
        return try response.json
    }
}
