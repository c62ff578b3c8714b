internal import HTTP

/// The reference for people: a page for each service, in Markdown.
package struct APIReference: Sendable {
    package struct Page: Sendable {
        /// Such as `user.md`.
        package let file: String
        package let text: String
    }

    private let services: [(name: String, methods: [APIMethod])]

    package init(_ methods: [APIMethod]) {
        var names: [String] = []
        for method in methods where !names.contains(method.service) { names.append(method.service) }
        services = names.map { name in (name, methods.filter { $0.service == name }) }
    }

    package var pages: [Page] {
        services.map { service in
            Page(
                file: "\(Self.word(service.name)).md",
                text: ServicePage(name: service.name, methods: service.methods).text)
        }
    }

    /// `zitadel.internal_permission.v2.InternalPermissionService` as `internal-permission`.
    private static func word(_ service: String) -> String {
        var word = ""
        let name = service.split(separator: ".").last.map { String($0.dropLast("Service".count)) } ?? service
        for character in name {
            if character.isUppercase, word.last?.isLowercase == true { word += "-" }
            word.append(character)
        }
        return word.lowercased()
    }
}

/// The page of one service.
private struct ServicePage {
    let name: String
    let methods: [APIMethod]

    var text: String {
        var messages = MessageCollection()
        for method in methods {
            for field in method.requestSchema.fields + method.replySchema.fields {
                if let message = field.type.message { messages.add(message) }
            }
        }
        let title = name.split(separator: ".").last.map(String.init) ?? name
        return """
            # \(title)

            `\(name)`. This page is made from the declarations of the methods by `make docs`.
            [The API](../api.md) tells what all services have in common.

            \(methods.map { "[\($0.name)](#\($0.name.lowercased()))" }.joined(separator: " ·\n"))

            \(methods.map { MethodText($0).text }.joined(separator: "\n"))
            """ + (messages.sorted.isEmpty ? "" : "\n## Messages\n" + messages.sorted.map(Self.text).joined())
    }

    private static func text(_ message: MessageSchema) -> String {
        "\n### \(message.name)\n\n" + (message.fields.isEmpty ? "No members.\n" : FieldTable(message.members).text)
    }
}

/// What a page says of one method.
private struct MethodText {
    private let method: APIMethod

    init(_ method: APIMethod) {
        self.method = method
    }

    var text: String {
        let (request, reply) = (method.requestSchema, method.replySchema)
        return """
            ## \(method.name)

            \(method.contract.summary) \(method.access.sentence)

            \(wires)

            \(request.fields.isEmpty ? "The request has no members.\n" : FieldTable(request.members, isRequest: true).text)
            ```sh
            \(MethodExample(method).command)
            ```

            \(reply.fields.isEmpty ? "The reply has no members.\n" : FieldTable(reply.members).text)
            ```json
            \(MethodExample(method).reply)
            ```

            """
    }

    private var wires: String {
        var lines: [String] = []
        if let rest = method.rest { lines.append("- REST: `\(rest.method.name) \(rest.pattern)`") }
        if let name = method.connectName { lines.append("- Connect: `POST /\(name)`") }
        return lines.joined(separator: "\n")
    }
}

/// The members of a message, one a row.
private struct FieldTable {
    private let members: [MessageSchema.Member]
    private let isRequest: Bool

    init(_ members: [MessageSchema.Member], isRequest: Bool = false) {
        self.members = members
        self.isRequest = isRequest
    }

    var text: String {
        let rows = members.flatMap { member in
            switch member {
            case .field(let field): [row(field, field.isRequired ? ["required"] : [])]
            case .oneOf(let oneOf):
                oneOf.fields.map { row($0, ["\(oneOf.isRequired ? "one" : "at most one") of *\(oneOf.name)*"]) }
            }
        }
        return "| \(isRequest ? "Request" : "Member") | Type | |\n|---|---|---|\n" + rows.joined()
    }

    private func row(_ field: FieldSchema, _ remarks: [String]) -> String {
        let remarks = remarks + field.type.limits
        let notes = [
            remarks.isEmpty ? nil : "\(remarks.joined(separator: ", ")).", field.note.isEmpty ? nil : field.note,
        ]
        return "| `\(field.name)` | \(field.type.words) | \(notes.compactMap { $0 }.joined(separator: " ")) |\n"
    }
}

extension FieldType {
    fileprivate var words: String {
        switch self {
        case .text: "string"
        case .flag, .trueFlag: "bool"
        case .integer: "integer"
        case .long: "int64"
        case .bytes: "base64"
        case .moment: "timestamp"
        case .duration: "duration"
        case .choice(let choice): choice.names.map { "`\($0)`" }.joined(separator: " ")
        case .message(let schema): "[\(schema().shortName)](#\(schema().anchor))"
        case .list(let element, _): "list of \(element.words)"
        case .map(let element): "map to \(element.words)"
        case .object: "object"
        }
    }

    fileprivate var limits: [String] {
        switch self {
        case .text(let rule): Self.limits(rule, "characters")
        case .bytes(let rule): Self.limits(rule, "bytes")
        case .trueFlag: ["only `true`"]
        case .integer(let range): ["\(range.lowerBound) to \(range.upperBound)"]
        case .list(let element, let most): element.limits + (most.map { ["at most \($0)"] } ?? [])
        case .flag, .long, .moment, .duration, .choice, .message, .map, .object: []
        }
    }

    private static func limits(_ rule: TextRule, _ unit: String) -> [String] {
        switch rule {
        case .any: []
        case .atMost(let greatest): ["at most \(greatest) \(unit)"]
        case .between(let least, let greatest):
            [least == greatest ? "\(least) \(unit)" : "\(least) to \(greatest) \(unit)"]
        }
    }
}

extension MessageSchema {
    /// The name without its package.
    fileprivate var shortName: String {
        name.split(separator: ".").drop { $0.first?.isLowercase == true }.joined(separator: ".")
    }

    /// What a heading of the name is linked by.
    fileprivate var anchor: String {
        name.lowercased().filter { $0 != "." }
    }
}
