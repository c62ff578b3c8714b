package import API
package import HTTP
internal import Platform

/// Compares what goes over the wires in tests with what the methods declare: every reply of a method, and every request
/// that succeeds. A member of a reply that is not declared, and what is of another type or breaks a rule, fails the test
/// in which it occurs.
package struct ContractCheck: Sendable {
    /// What a method did not declare.
    package struct Fault: Error, CustomStringConvertible {
        package let description: String
    }

    private let methods: [APIMethod]

    package init(_ methods: [APIMethod]) {
        self.methods = methods
    }

    package func callAsFunction(_ request: HTTPRequest, _ response: TestResponse) throws(Fault) {
        guard (200..<300).contains(response.status.code), let call = call(request) else { return }
        // Whether an answer is JSON at all is what the tests themselves look at.
        guard let reply = try? response.json.objectValue else { return }
        var faults = SchemaCheck(isReply: true).faults(of: reply, call.method.replySchema, at: "reply")
        if let message = call.message {
            faults += SchemaCheck(isReply: false).faults(of: message, call.method.requestSchema, at: "request")
        }
        guard !faults.isEmpty else { return }
        throw Fault(description: "\(call.method.service)/\(call.method.name): \(faults.joined(separator: "; "))")
    }

    /// The method that a request calls, and its message, where that is in the body.
    private func call(_ request: HTTPRequest) -> (method: APIMethod, message: JSONObject?)? {
        let places = ["/zitadel.", "/v2/", "/management/", "/admin/"]
        guard places.contains(where: { request.path.hasPrefix($0) }) else { return nil }
        // A body that is no object has no members that could be compared.
        let body = (try? JSONValue(parsing: request.body).objectValue) ?? JSONObject()
        if request.path.hasPrefix("/zitadel."), request.method == .post {
            return methods.first { $0.connectName.map { "/\($0)" } == request.path }.map { ($0, body) }
        }
        // Literal segments win over names, as in the router.
        let fitting = methods.compactMap { method -> (method: APIMethod, names: [String])? in
            guard let rest = method.rest, rest.method == request.method else { return nil }
            return names(rest.pattern, in: request.path).map { (method, $0) }
        }
        guard let (method, names) = fitting.min(by: { $0.names.count < $1.names.count }) else { return nil }
        guard method.rest?.hasBody == true else { return (method, nil) }
        var message = JSONObject(
            uniqueMembers: body.members.filter { !names.contains(camelCase($0.name)) })
        for name in names { message.append(name, "given") }
        return (method, message)
    }

    /// The members that the path holds, or `nil` when it does not fit the pattern.
    private func names(_ pattern: String, in path: String) -> [String]? {
        let (segments, values) = (pattern.split(separator: "/"), path.split(separator: "/"))
        guard segments.count == values.count else { return nil }
        var names: [String] = []
        for (segment, value) in zip(segments, values) where segment != value {
            guard segment.hasPrefix("{") else { return nil }
            names.append(camelCase(String(segment.dropFirst().dropLast())))
        }
        return names
    }
}

/// `user_id` as `userId`.
func camelCase(_ name: String) -> String {
    let words = name.split(separator: "_", omittingEmptySubsequences: false)
    return words.dropFirst().reduce(String(words[0])) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
}
