internal import Domain
internal import Model
internal import Platform

/// A client that has proven who it is. Only ``ClientAuthenticator`` makes one.
struct AuthenticatedClient: Sendable {
    let identity: ClientIdentity
    /// Whether it was proven by a signature instead of a secret.
    let usedAssertion: Bool

    fileprivate init(_ identity: ClientIdentity, usedAssertion: Bool) {
        self.identity = identity
        self.usedAssertion = usedAssertion
        identity.log()
    }
}

/// Checks what a client shows of its identity. Every endpoint that asks for a client asks here.
struct ClientAuthenticator: Sendable {
    private let clients: Clients
    private let assertions: AssertionVerifier

    init(clients: Clients, assertions: AssertionVerifier) {
        self.clients = clients
        self.assertions = assertions
    }

    /// - Throws: `invalid_client`, the same for an unknown client, a wrong secret, a bad assertion and a method that the
    ///   client may not use; the log has the difference.
    func authenticate(
        _ credentials: ClientCredentials, as kind: ClientKind
    ) async throws(OAuthError) -> AuthenticatedClient {
        try await authenticate(credentials, as: kind) { _ in .nothing }.client
    }

    /// The same with what the endpoint needs from the store besides, read with the client in one go where that can be.
    /// - Parameter lookup: what is needed, given the client's identifier.
    func authenticate<Other: Sendable>(
        _ credentials: ClientCredentials, as kind: ClientKind, alongside lookup: (String) -> Lookup<Other>
    ) async throws(OAuthError) -> (client: AuthenticatedClient, other: Other) {
        switch credentials {
        case .secret(let clientID, let secret):
            return try await checkSecret(clientID, secret, kind, lookup(clientID))
        case .assertion(let assertion, let clientID):
            let client = try await checkAssertion(assertion, clientID, kind)
            do throws(DomainError) {
                return (client, try await clients.read(lookup(client.identity.clientID)))
            } catch {
                throw OAuthError(error)
            }
        case .none(let clientID): return try await publicClient(clientID, kind, lookup(clientID))
        }
    }

    private func checkSecret<Other: Sendable>(
        _ clientID: String, _ secret: Secret<String>, _ kind: ClientKind, _ lookup: Lookup<Other>
    ) async throws(OAuthError) -> (client: AuthenticatedClient, other: Other) {
        do throws(DomainError) {
            if let found = try await clients.identity(clientID, secret: secret, as: kind, alongside: lookup) {
                return (AuthenticatedClient(found.identity, usedAssertion: false), found.other)
            }
        } catch {
            throw OAuthError(error)
        }
        throw .invalidClient("unknown client or wrong secret for \(clientID.logged)")
    }

    /// A client that has no secret. What it may do is bound to its redirect URIs and to PKCE.
    private func publicClient<Other: Sendable>(
        _ clientID: String, _ kind: ClientKind, _ lookup: Lookup<Other>
    ) async throws(OAuthError) -> (client: AuthenticatedClient, other: Other) {
        let found: (client: Client?, other: Other)
        do throws(DomainError) {
            found = try await clients.application(clientID, alongside: lookup)
        } catch {
            throw OAuthError(error)
        }
        guard kind.includesPublicClients, let client = found.client, case .oidc = client.configuration,
            client.authenticationMethod == .none
        else { throw .invalidClient("client \(clientID.logged) did not authenticate") }
        return (AuthenticatedClient(.application(client), usedAssertion: false), found.other)
    }

    private func checkAssertion(
        _ assertion: Secret<String>, _ clientID: String?, _ kind: ClientKind
    ) async throws(OAuthError) -> AuthenticatedClient {
        let result: AssertionVerifier.Result
        do throws(AssertionError) {
            result = try await assertions.verify(assertion)
        } catch {
            throw error.asClientAuthentication
        }
        switch result.signer {
        case .application where kind.includesApplications, .machine where kind.includesMachines: break
        default: throw .invalidClient("the assertion is of a kind of client that this endpoint does not serve")
        }
        guard clientID == nil || clientID == result.subject || clientID == result.signer.clientID else {
            throw .invalidClient("client_id is not the subject of the assertion")
        }
        return AuthenticatedClient(result.signer, usedAssertion: true)
    }
}

extension ClientIdentity {
    /// Lets the lines of the log tell who this is, from here on.
    func log() {
        switch self {
        case .application(let client): LogContext.identify(client: client.clientID)
        case .machine(let subject): LogContext.identify(client: clientID, user: subject.user.id.rawValue)
        }
    }
}

extension String {
    /// What came from outside, for the log, unless it is long enough to be a secret in the wrong place.
    var logged: String { utf8.count <= 48 ? self : "(\(utf8.count) bytes)" }
}
