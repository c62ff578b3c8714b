/// What a method says of itself to its callers: what it does, which members its request and its reply have.
///
/// The messages are not named here: they are called as the method is, with `Request` and `Response` behind it.
package struct MethodContract: Sendable {
    /// One sentence.
    package let summary: String
    package let request: [MessageSchema.Member]
    package let reply: [MessageSchema.Member]

    package init(_ summary: String, _ request: [MessageSchema.Member], reply: [MessageSchema.Member]) {
        self.summary = summary
        self.request = request
        self.reply = reply
    }
}

extension APIMethod {
    /// The service with its package, such as `zitadel.user.v2.UserService`.
    package var service: String {
        guard let rest, connectName == nil else { return Self.parts(of: routeName).service }
        return rest.pattern.hasPrefix("/admin/")
            ? "zitadel.admin.v1.AdminService" : "zitadel.management.v1.ManagementService"
    }

    /// The name without the service.
    package var name: String { Self.parts(of: routeName).method }

    package var requestSchema: MessageSchema { schema("Request", contract.request) }
    package var replySchema: MessageSchema { schema("Response", contract.reply) }

    private func schema(_ suffix: String, _ members: [MessageSchema.Member]) -> MessageSchema {
        let package = service.split(separator: ".").dropLast().joined(separator: ".")
        return MessageSchema("\(package).\(name)\(suffix)", members)
    }

    private static func parts(of name: StaticString) -> (service: String, method: String) {
        let parts = name.description.split(separator: "/").map(String.init)
        return (parts.first ?? "", parts.last ?? "")
    }
}
