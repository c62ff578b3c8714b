internal import Synchronization

/// What every line of one request carries.
package final class LogContext: Sendable {
    private struct Parties {
        var client: String?
        var user: String?
    }

    @TaskLocal package static var current: LogContext?

    package let requestID: String
    package let trace: TraceParent?
    package let route: String?
    private let parties = Mutex(Parties())

    package init(requestID: String, trace: TraceParent? = nil, route: String? = nil) {
        self.requestID = requestID
        self.trace = trace
        self.route = route
    }

    /// Tells who the running request comes from, as soon as that is proven.
    /// - Parameters:
    ///   - client: its `client_id`.
    ///   - user: an identifier.
    package static func identify(client: String? = nil, user: String? = nil) {
        guard let current else { return }
        current.parties.withLock { parties in
            if let client { parties.client = client }
            if let user { parties.user = user }
        }
    }

    func append(to line: inout JSONObject) {
        line.append("requestId", .string(requestID))
        if let trace {
            line.append("traceId", .string(trace.traceID))
            line.append("spanId", .string(trace.parentID))
        }
        if let route { line.append("route", .string(route)) }
        let parties = parties.withLock { $0 }
        if let client = parties.client { line.append("clientId", .string(client)) }
        if let user = parties.user { line.append("userId", .string(user)) }
    }
}
