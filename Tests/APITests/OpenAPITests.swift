internal import API
internal import App
internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("OpenAPI 3.1: the description of the API")
struct OpenAPITests {
    private static let methods = Task { try await WalkWorld.shared().server.service.apiMethods }

    private static func document(_ wire: OpenAPIDocument.Wire) async throws -> JSONObject {
        OpenAPIDocument(try await methods.value, wire: wire, url: "https://id.example.com", version: "1").json
    }

    @Test func `every method says what it does`() async throws {
        for method in try await Self.methods.value {
            #expect(method.contract.summary.hasSuffix("."), "\(method.name)")
        }
    }

    @Test(arguments: OpenAPIDocument.Wire.allCases)
    func `every method of the wire has its operation, and no two have one name`(wire: OpenAPIDocument.Wire) async throws
    {
        let methods = try await Self.methods.value.filter { wire == .rest ? $0.rest != nil : $0.connectName != nil }
        let paths = try #require(await Self.document(wire)["paths"]?.objectValue)
        let operations = paths.members.flatMap { $0.value.objectValue?.members ?? [] }
        #expect(operations.count == methods.count)
        #expect(Set(operations.compactMap { $0.value["operationId"]?.stringValue }).count == methods.count)
    }

    @Test func `a name means one message`() async throws {
        var seen: [String: JSONObject] = [:]
        var differing: Set<String> = []
        func visit(_ message: MessageSchema) {
            let members = JSONObject(
                uniqueMembers: message.fields.map {
                    .init(name: $0.name, value: .string("\($0.isRequired) \($0.kind)"))
                })
            if let known = seen[message.name] {
                if known != members { differing.insert(message.name) }
                return
            }
            seen[message.name] = members
            for field in message.fields {
                if let inner = field.type.message { visit(inner) }
            }
        }
        for method in try await Self.methods.value {
            visit(method.requestSchema)
            visit(method.replySchema)
        }
        #expect(differing == [])
        #expect(seen.count > 300)
    }

    @Test(arguments: OpenAPIDocument.Wire.allCases)
    func `every reference leads somewhere`(wire: OpenAPIDocument.Wire) async throws {
        let document = JSONValue.object(try await Self.document(wire))
        var broken: Set<String> = []
        func visit(_ value: JSONValue) {
            switch value {
            case .object(let object):
                if let reference = object["$ref"]?.stringValue {
                    let place = reference.split(separator: "/").dropFirst()
                        .reduce(Optional(document)) { $0?[String($1)] }
                    if place == nil { broken.insert(reference) }
                }
                for member in object.members { visit(member.value) }
            case .array(let elements): for element in elements { visit(element) }
            case .null, .bool, .integer, .number, .string: break
            }
        }
        visit(document)
        #expect(broken == [])
    }

    @Test func `what the path names is a parameter, and the rest of the message is elsewhere`() async throws {
        let paths = try #require(await Self.document(.rest)["paths"]?.objectValue)
        for (path, item) in paths.members.map({ ($0.name, $0.value) }) {
            let names = path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
                String($0.dropFirst().dropLast())
            }
            for (verb, operation) in item.objectValue?.members.map({ ($0.name, $0.value) }) ?? [] {
                let parameters = operation["parameters"]?.arrayValue ?? []
                let inPath = parameters.filter { $0["in"]?.stringValue == "path" }
                #expect(inPath.compactMap { $0["name"]?.stringValue } == names, "\(verb) \(path)")
                #expect(inPath.allSatisfy { $0["required"] == true })
                if verb == "get" { #expect(operation["requestBody"] == nil) }
            }
        }
        let settings = paths["/v2/settings/login"]?["get"]?["parameters"]?.arrayValue?.dropFirst()
        #expect(settings?.map { $0["name"]?.stringValue } == ["ctx.orgId", "ctx.instance"])
    }

    @Test func `messages are JSON Schemas with their limits and choices`() async throws {
        let schemas = try #require(await Self.document(.connect)["components"]?["schemas"])
        let request = schemas["zitadel.user.v2.CreateUserRequest"]
        #expect(request?["required"] == ["organizationId"])
        #expect(request?["properties"]?["organizationId"] == ["type": "string", "minLength": 1, "maxLength": 200])
        #expect(request?["oneOf"] == [["required": ["human"]], ["required": ["machine"]]])
        #expect(request?["additionalProperties"] == false)
        #expect(
            schemas["zitadel.user.v2.GenerateRecoveryCodesRequest"]?["properties"]?["count"]
                == ["type": "integer", "format": "int32", "minimum": 1, "maximum": 50])
        #expect(
            schemas["zitadel.user.v2.NotQuery"]?["properties"]?["query"]
                == ["$ref": "#/components/schemas/zitadel.user.v2.SearchQuery"])
    }

    @Test(arguments: ["/openapi.json", "/openapi.connect.json"])
    func `anybody may read it, once`(path: String) async throws {
        let server = try await WalkWorld.shared().server
        let first = try await server.get(path)
        #expect(first.status == .ok)
        #expect(first.fields["Content-Type"] == "application/json")
        #expect(first.fields["Cache-Control"] == "public, max-age=3600")
        #expect(try first.json["openapi"] == "3.1.1")
        #expect(try first.json["servers"] == [["url": .string(TestServer.issuer)]])
        let tag = try #require(first.fields["ETag"])
        for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
            let again = try await server.send(HTTPRequest(.get, path, fields: ["If-None-Match": known]))
            #expect(again.status == .notModified)
            #expect(again.body.isEmpty)
            #expect(again.fields["ETag"] == tag)
        }
        let other = try await server.send(HTTPRequest(.get, path, fields: ["If-None-Match": "\"other\""]))
        #expect(other.body == first.body)
    }
}

extension FieldSchema {
    /// The type without what it refers to.
    fileprivate var kind: String {
        switch type {
        case .text(let rule): "text \(rule)"
        case .bytes(let rule): "bytes \(rule)"
        case .choice(let choice): choice.names.joined()
        case .list(_, let most): "list \(type.message?.name ?? "") \(most ?? 0)"
        case .message(let schema): schema().name
        case .map: "map"
        case .flag, .trueFlag, .integer, .long, .moment, .duration, .object: "\(type)"
        }
    }
}
