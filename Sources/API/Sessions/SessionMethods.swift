package import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    /// `zitadel.session.v2.SessionService`.
    package static func sessionService(_ sessions: Sessions) -> [APIMethod] {
        [
            .createSession(sessions), .setSession(sessions), .getSession(sessions), .listSessions(sessions),
            .deleteSession(sessions),
        ]
    }

    private static func createSession(_ sessions: Sessions) -> APIMethod {
        APIMethod(
            "zitadel.session.v2.SessionService/CreateSession",
            REST(.post, "/v2/sessions", success: .created), access: .object(.sessionWrite), .createSession
        ) { (request, call) async throws(DomainError) in
            let lifetime = try request.duration("lifetime")
            if let lifetime, lifetime <= .zero { throw request.fault("lifetime", "value must be greater than 0s") }
            let change = try await sessions.create(
                try request.sessionRequest(lifetime: lifetime), agent: try request.userAgent(), by: call.caller)
            return .message {
                $0.set("details", change.details.message)
                $0.set("sessionId", change.id)
                $0.set("sessionToken", change.token)
                $0.set("challenges", change.challenges.message)
            }
        }
    }

    private static func setSession(_ sessions: Sessions) -> APIMethod {
        APIMethod(
            "zitadel.session.v2.SessionService/SetSession", REST(.patch, "/v2/sessions/{session_id}"),
            access: .object(.sessionWrite), .setSession
        ) { (request, call) async throws(DomainError) in
            let id = Session.ID(try request.string("sessionId", .identifier))
            let lifetime = try request.duration("lifetime")
            if let lifetime, lifetime < .zero {
                throw DomainError(.invalidArgument, "COMMAND-asEG4", "Session lifetime must be positive")
            }
            let change = try await sessions.change(
                id, try request.sessionRequest(lifetime: lifetime == .zero ? nil : lifetime), by: call.caller)
            return .message {
                $0.set("details", change.details.message)
                $0.set("sessionToken", change.token)
                $0.set("challenges", change.challenges.message)
            }
        }
    }

    private static func getSession(_ sessions: Sessions) -> APIMethod {
        APIMethod(
            "zitadel.session.v2.SessionService/GetSession", REST(.get, "/v2/sessions/{session_id}"),
            access: .objectOrSelf(.sessionRead), .getSession
        ) { (request, call) async throws(DomainError) in
            let overview = try await sessions.session(
                Session.ID(try request.string("sessionId", .identifier)), token: try request.sessionToken(),
                by: call.caller)
            return .message { $0.set("session", overview.message) }
        }
    }

    private static func listSessions(_ sessions: Sessions) -> APIMethod {
        APIMethod(
            "zitadel.session.v2.SessionService/ListSessions", REST(.post, "/v2/sessions/search"),
            access: .rows(.sessionRead), .listSessions
        ) { (request, call) async throws(DomainError) in
            let result = try await sessions.search(try request.sessionSearch(by: call.caller), by: call.caller)
            return .message {
                $0.set("details", listDetails(total: result.total, at: call.now))
                $0.set("sessions", result.rows.map(\.message))
            }
        }
    }

    private static func deleteSession(_ sessions: Sessions) -> APIMethod {
        APIMethod(
            "zitadel.session.v2.SessionService/DeleteSession",
            REST(.delete, "/v2/sessions/{session_id}", hasBody: true), access: .objectOrSelf(.sessionDelete),
            .deleteSession
        ) { (request, call) async throws(DomainError) in
            let details = try await sessions.end(
                Session.ID(try request.string("sessionId", .identifier)), token: try request.sessionToken(),
                by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }
}

extension MessageReader {
    /// `nil` when absent or empty.
    fileprivate func sessionToken() throws(DomainError) -> String? {
        let token = try string("sessionToken", .atMost(500))
        return token.isEmpty ? nil : token
    }
}
