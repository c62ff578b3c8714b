internal import HTTP
internal import Platform

/// A call and its reply, made up from the declaration.
struct MethodExample {
    private let method: APIMethod

    init(_ method: APIMethod) {
        self.method = method
    }

    /// A command for a shell in which `ALCAZAR` is the public URL and `TOKEN` a token.
    var command: String {
        guard let rest = method.rest else {
            return call(
                "POST", "/\(method.connectName?.description ?? "")",
                Example.message(method.requestSchema, isRequest: true))
        }
        let form = RESTForm(method)
        var path = rest.pattern
        var query: [String] = []
        for parameter in form.parameters {
            let value = Example.text(parameter.field)
            switch parameter.place {
            case .path: path = path.replacing("{\(parameter.name)}", with: value)
            case .query where parameter.field.isRequired: query.append("\(parameter.name)=\(value)")
            case .query: break
            }
        }
        if !query.isEmpty { path += "?" + query.joined(separator: "&") }
        return call(rest.method.name, path, form.body.map { Example.message($0, isRequest: true) })
    }

    /// The reply with every member.
    var reply: String {
        JSONText.of(.object(Example.message(method.replySchema, isRequest: false)))
    }

    private func call(_ verb: String, _ path: String, _ body: JSONObject?) -> String {
        var lines = [
            "curl --request \(verb) \"$ALCAZAR\(path)\"",
            "--header \"Authorization: Bearer $TOKEN\"",
        ]
        if let body {
            lines.append("--header 'Content-Type: application/json'")
            lines.append("--data '\(JSONText.of(.object(body)))'")
        }
        return lines.joined(separator: " \\\n  ")
    }
}

extension MessageSchema.Member {
    fileprivate var isRequired: Bool {
        switch self {
        case .field(let field): field.isRequired
        case .oneOf(let oneOf): oneOf.isRequired
        }
    }
}

/// Sensible values for members.
private enum Example {
    /// How deep messages are shown.
    private static let greatestDepth = 4

    /// All members in a reply. In a request those that are required and, where none is, the first ones.
    static func message(_ schema: MessageSchema, isRequest: Bool, depth: Int = 0) -> JSONObject {
        let required = schema.members.filter(\.isRequired)
        let shown = !isRequest ? schema.members : required.isEmpty ? Array(schema.members.prefix(2)) : required
        var object = JSONObject()
        for member in shown {
            let field: FieldSchema? =
                switch member {
                case .field(let field): field
                case .oneOf(let oneOf): oneOf.fields.first
                }
            if let field { object[field.name] = value(field, field.type, isRequest, depth) }
        }
        return object
    }

    /// A value in a path or a query.
    static func text(_ field: FieldSchema) -> String {
        let value = value(field, field.type, true, 0)
        return value?.stringValue ?? value?[0]?.stringValue ?? value?.text ?? ""
    }

    private static func value(_ field: FieldSchema, _ type: FieldType, _ isRequest: Bool, _ depth: Int) -> JSONValue? {
        switch type {
        case .text: .string(words[field.name] ?? word(endingLike: field.name))
        case .flag, .trueFlag: true
        case .integer(let range): .integer(max(range.lowerBound, min(range.upperBound, 10)))
        case .long: "2"
        case .bytes: "aGVsbG8="
        case .moment: .string(field.name == "expirationDate" ? "2027-12-31T23:59:59Z" : "2026-11-21T10:15:30.123456Z")
        case .duration: "3600s"
        case .choice(let choice): .string(choice.names.count > 1 ? choice.names[1] : choice.names[0])
        case .message(let schema):
            depth < greatestDepth ? .object(message(schema(), isRequest: isRequest, depth: depth + 1)) : nil
        case .list(let element, _):
            value(field, element, isRequest, depth).map { .array([$0]) }
        case .map(let element): value(field, element, isRequest, depth).map { ["key": $0] }
        case .object: [:]
        }
    }

    private static func word(endingLike name: String) -> String {
        let endings = [
            ("Id", identifier), ("Color", "#2a5db0"), ("ColorDark", "#8ab4f8"),
            ("Link", "https://acme.example.com/about"),
            ("Uri", "https://acme.example.com/"), ("Uris", "https://acme.example.com/"),
            ("Url", "https://acme.example.com/"), ("url", "https://acme.example.com/"),
            ("Origins", "https://acme.example.com"), ("Token", "…"), ("Key", "…"),
        ]
        return endings.first { name.hasSuffix($0.0) }?.1 ?? "text"
    }

    private static let identifier = "322981374656970755"

    private static let words: [String: String] = [
        "id": identifier, "resourceOwner": "322981374656905219", "ids": identifier, "userIds": identifier,
        "username": "mila", "userName": "mila", "loginName": "mila@acme.example.com",
        "preferredLoginName": "mila@acme.example.com", "loginNames": "mila@acme.example.com", "givenName": "Mila",
        "firstName": "Mila", "familyName": "Keller", "lastName": "Keller", "nickName": "Mimi",
        "displayName": "Mila Keller", "preferredLanguage": "de", "email": "mila@example.com",
        "emailAddress": "mila@example.com", "userEmails": "mila@example.com", "phone": "+41791234567",
        "number": "+41791234567", "password": "Correct-Horse-7", "currentPassword": "Correct-Horse-7",
        "verificationCode": "K7QXM2", "emailCode": "K7QXM2", "phoneCode": "407122", "inviteCode": "K7QXM2",
        "code": "407122", "domain": "acme.example.com", "primaryDomain": "acme.example.com", "name": "Acme",
        "key": "department", "keys": "department", "roleKey": "editor", "roleKeys": "editor",
        "grantedRoleKeys": "editor", "roles": "ORG_OWNER", "group": "staff", "locale": "de",
        "redirectUris": "https://shop.example.com/callback", "redirectUri": "https://shop.example.com/callback",
        "callbackUrl": "https://shop.example.com/callback?code=…", "scope": "openid", "scopes": "openid",
        "userCode": "BCDF-GHJK", "endpoint": "https://hooks.example.com/messages", "host": "smtp.example.com:587",
        "senderAddress": "noreply@example.com", "senderName": "Acme", "senderNumber": "+41791234567",
        "receiverAddress": "mila@example.com", "replyToAddress": "help@example.com",
        "sid": "AC5a7c3e1f", "token": "…", "clientSecret": "…", "sessionToken": "…", "hash": "…", "secret": "…",
        "defaultLanguage": "en", "supportedLanguages": "en", "allowedLanguages": "en", "uiLocales": "de",
        "projectName": "Shop", "grantedOrganizationName": "Acme", "appName": "Shop", "description": "Night shift",
        "uri": "otpauth://totp/Acme:mila?secret=…", "recoveryCodes": "b7kd-93mq",
        "passkeyName": "Telephone", "tokenName": "Key ring", "etag": "6f0d1c", "supportEmail": "help@example.com",
        "customLinkText": "Status", "user": "mailer",
        "ip": "203.0.113.7", "otpSms": "407122", "otpEmail": "K7QXM2", "loginHint": "mila@example.com",
        "urlTemplate": "https://login.example.com/verify/{{.UserID}}/{{.Code}}", "applicationName": "Shop",
    ]
}

/// JSON over several lines.
private enum JSONText {
    static func of(_ value: JSONValue, _ indentation: String = "") -> String {
        let inner = indentation + "  "
        switch value {
        case .object(let object) where !object.isEmpty:
            let members = object.members.map { "\(inner)\(JSONValue.string($0.name).text): \(of($0.value, inner))" }
            return "{\n\(members.joined(separator: ",\n"))\n\(indentation)}"
        case .array(let elements) where elements.contains { $0.objectValue?.isEmpty == false }:
            return "[\n\(elements.map { inner + of($0, inner) }.joined(separator: ",\n"))\n\(indentation)]"
        default: return value.text
        }
    }
}
