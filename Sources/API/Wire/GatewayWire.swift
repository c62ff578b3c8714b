internal import HTTP
internal import Model
internal import Platform

/// The REST form, as a gRPC-JSON gateway maps it.
enum GatewayWire {
    /// The message of a request: its body or its query, with the path's parameters, which win.
    static func message(of request: HTTPRequest, hasBody: Bool) throws(DomainError) -> JSONObject {
        var message = hasBody ? try bodyMessage(request.body) : try queryMessage(request.query)
        for (name, value) in request.parameters.pairs {
            let camelCase = MessageReader.lowerCamelCase(name)
            message = JSONObject(
                uniqueMembers: message.members.filter { MessageReader.lowerCamelCase($0.name) != camelCase })
            message.append(camelCase, .string(value))
        }
        return message
    }

    static func response(_ message: JSONObject, status: HTTPStatus) -> HTTPResponse {
        WireJSON.response(status, message)
    }

    static func response(_ error: DomainError) -> HTTPResponse {
        let code = error.kind.code
        var body: JSONObject = ["code": .integer(code.number), "message": .string(error.wireMessage)]
        if !error.id.isEmpty {
            var detail: JSONObject = ["@type": .string("type.googleapis.com/\(error.detailType)")]
            for member in error.detail.members { detail.append(member.name, member.value) }
            body["details"] = [.object(detail)]
        }
        return WireJSON.errorResponse(code.http, body, retryAfter: error.retryAfter)
    }

    private static func bodyMessage(_ body: [UInt8]) throws(DomainError) -> JSONObject {
        body.isEmpty ? JSONObject() : try WireJSON.object(body)
    }

    /// Names may nest by dots; a repeated name is a list.
    private static func queryMessage(_ query: String?) throws(DomainError) -> JSONObject {
        let form: Form
        do throws(FormError) {
            form = try Form(query: query)
        } catch {
            throw .malformed("invalid query")
        }
        var message = JSONObject()
        var seen: Set<String> = []
        for name in form.pairs.map(\.name) where seen.insert(name).inserted {
            let values = form.values(name)
            let value: JSONValue =
                values.count == 1 ? .string(values[0]) : .array(values.map { .string($0) })
            let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard path.count <= 8 else { throw .malformed("proto: field path is nested too deeply") }
            message = message.setting(path[...], value)
        }
        return message
    }
}

extension JSONObject {
    fileprivate func setting(_ path: ArraySlice<String>, _ value: JSONValue) -> JSONObject {
        guard let first = path.first else { return self }
        var copy = self
        if path.count == 1 {
            copy[first] = value
        } else {
            copy[first] = .object((self[first]?.objectValue ?? JSONObject()).setting(path.dropFirst(), value))
        }
        return copy
    }
}
