// The administration API: methods declared once and served as REST and as Connect. This module knows the wires'
// JSON and nothing of tokens, SQL or sockets.

package import HTTP
package import Model
package import Platform

/// One method of a service, declared once for every wire.
package struct APIMethod: Sendable {
    /// Who may call it. The gate checks the first two; for the others the command checks against the object itself.
    package enum Access: Sendable, Hashable {
        /// The permission in the organization that the request is about.
        case gate(Permission)
        /// Any valid token; nothing that belongs to anybody is shown or changed.
        case authenticated
        /// The permission on the object that the request names.
        case object(Permission)
        /// The permission on the object, or being the user that it belongs to.
        case objectOrSelf(Permission)
        /// Rows that the caller may not see are left out.
        case rows(Permission)
    }

    /// The REST mapping of a method.
    package struct REST: Sendable {
        package let method: HTTPMethod
        package let pattern: String
        /// Whether the rest of the message is the body; otherwise it is the query.
        package let hasBody: Bool
        let success: HTTPStatus

        package init(_ method: HTTPMethod, _ pattern: String, hasBody: Bool? = nil, success: HTTPStatus = .ok) {
            self.method = method
            self.pattern = pattern
            self.hasBody = hasBody ?? (method != .get && method != .delete)
            self.success = success
        }
    }

    /// `package.Service/Method`; `nil` for a method of the older API, which is REST only.
    package let connectName: StaticString?
    package let rest: REST?
    package let access: Access
    package let contract: MethodContract
    /// The name in logs and metrics.
    let routeName: StaticString
    let run: @Sendable (MessageReader, APICall) async throws(DomainError) -> JSONObject
    private let messageName: String

    /// A method of a v2 service.
    /// - Parameters:
    ///   - name: the Connect path without the leading slash, such as `zitadel.user.v2.UserService/CreateUser`.
    ///   - contract: what the method says of itself to its callers.
    package init(
        _ name: StaticString, _ rest: REST? = nil, access: Access, _ contract: MethodContract,
        run: @escaping @Sendable (MessageReader, APICall) async throws(DomainError) -> JSONObject
    ) {
        connectName = name
        routeName = name
        self.rest = rest
        self.access = access
        self.contract = contract
        self.run = run
        messageName = name.description.split(separator: "/").last.map { "\($0)Request" } ?? ""
    }

    /// A method of the management or admin API, version 1.
    package init(
        v1 name: StaticString, _ rest: REST, access: Access, _ contract: MethodContract,
        run: @escaping @Sendable (MessageReader, APICall) async throws(DomainError) -> JSONObject
    ) {
        connectName = nil
        routeName = name
        self.rest = rest
        self.access = access
        self.contract = contract
        self.run = run
        messageName = "\(name)Request"
    }

    /// Checks the gate, then the request's form, then runs the command: in this order, so that a stranger learns
    /// nothing about the form and a caller without permission nothing about the objects.
    /// - Parameter isQuery: whether the message comes from a query.
    func respond(
        to message: JSONObject, isQuery: Bool = false, _ call: APICall
    ) async throws(DomainError) -> JSONObject {
        if case .gate(let permission) = access { try call.caller.requireInContext(permission) }
        return try await run(try MessageReader(messageName, message, isQuery: isQuery), call)
    }
}

/// What a method knows about its call besides the message.
package struct APICall: Sendable {
    package let caller: Caller
    package let now: Timestamp

    package init(caller: Caller, now: Timestamp) {
        self.caller = caller
        self.now = now
    }
}
