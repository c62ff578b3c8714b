package import HTTP
package import Model
package import Platform

/// Turns methods into routes of both wires.
package struct APIServer: Sendable {
    private let methods: [APIMethod]
    private let unbuilt: [UnbuiltCall]
    private let authenticate: @Sendable (_ token: String, _ organization: String?) async throws(DomainError) -> Caller
    private let clock: WallClock
    private let log: Log

    /// - Parameters:
    ///   - unbuilt: what is refused with a reason.
    ///   - authenticate: finds the caller of a bearer token, for the organization of `x-zitadel-orgid`.
    package init(
        methods: [APIMethod], unbuilt: [UnbuiltCall] = [], clock: WallClock, log: Log,
        authenticate:
            @escaping @Sendable (_ token: String, _ organization: String?) async throws(DomainError) -> Caller
    ) {
        self.methods = methods
        self.unbuilt = unbuilt
        self.authenticate = authenticate
        self.clock = clock
        self.log = log
    }

    package var routes: [Route] {
        methods.flatMap { method in
            [connectRoute(method), restRoute(method)].compactMap { $0 }
        } + unbuilt.map(refusal)
    }

    private func refusal(_ unbuilt: UnbuiltCall) -> Route {
        Route(unbuilt.rest.method, unbuilt.rest.pattern, unbuilt.routeName, cors: .api) { request in
            do throws(DomainError) {
                _ = try await call(request)
                throw DomainError(.unimplemented, "", unbuilt.reason)
            } catch {
                return GatewayWire.response(logged(error))
            }
        }
    }

    private func connectRoute(_ method: APIMethod) -> Route? {
        guard let name = method.connectName else { return nil }
        return Route(.post, "/\(name)", name, cors: .api) { request in
            guard ConnectWire.acceptsType(of: request) else { return .empty(.unsupportedMediaType) }
            guard ContentEncoding.isUnderstood(of: request) else {
                return ContentEncoding.announce(in: ConnectWire.response(logged(ContentEncoding.refusal)))
            }
            do throws(DomainError) {
                let call = try await call(request)
                let message = try ConnectWire.message(of: request)
                return ConnectWire.response(try await method.respond(to: message, call))
            } catch {
                return ConnectWire.response(logged(error))
            }
        }
    }

    private func restRoute(_ method: APIMethod) -> Route? {
        guard let rest = method.rest else { return nil }
        return Route(rest.method, rest.pattern, method.routeName, cors: .api) { request in
            guard ContentEncoding.isUnderstood(of: request) else {
                return ContentEncoding.announce(in: .empty(.unsupportedMediaType))
            }
            do throws(DomainError) {
                let call = try await call(request)
                let message = try GatewayWire.message(of: request, hasBody: rest.hasBody)
                let reply = try await method.respond(to: message, isQuery: !rest.hasBody, call)
                return GatewayWire.response(reply, status: rest.success)
            } catch {
                return GatewayWire.response(logged(error))
            }
        }
    }

    private func call(_ request: HTTPRequest) async throws(DomainError) -> APICall {
        guard let header = request.fields["Authorization"] else {
            throw DomainError(.unauthenticated, "", "auth header missing")
        }
        guard let token = header.credentials(ofScheme: "bearer") else {
            throw DomainError(.unauthenticated, "AUTH-toLo1", "invalid auth header")
        }
        let organization = request.fields["x-zitadel-orgid"].flatMap { $0.isEmpty ? nil : $0 }
        let caller = try await authenticate(token, organization)
        LogContext.identify(user: caller.userID.rawValue)
        return APICall(caller: caller, now: clock.now())
    }

    /// Faults of ours are logged here, where they become an answer; refusals are the caller's business.
    private func logged(_ error: DomainError) -> DomainError {
        switch error.kind {
        case .internal, .unknown, .dataLoss, .unavailable:
            log.error("api call failed", ["errorId": .string(error.id), "reason": .string(error.message)])
        default:
            log.debug("api call refused", ["errorId": .string(error.id), "reason": .string(error.message)])
        }
        return error
    }
}

extension CORSPolicy {
    /// The administration API may be called from any origin: it knows no cookies.
    static let api = CORSPolicy.open(
        methods: [.get, .post, .put, .patch, .delete, .head, .options],
        allowedHeaders: [
            "Authorization", "Content-Type", "Accept", "Accept-Language", "x-zitadel-orgid", "x-user-agent",
            "x-grpc-web", "x-requested-with", "Connect-Protocol-Version", "Connect-Timeout-Ms", "grpc-timeout",
        ],
        exposedHeaders: ["Content-Length", "Location"])
}
