internal import Domain
internal import Model
internal import Platform

/// A client that has proven who it is. Only ``ClientAuthenticator`` makes one.
struct AuthenticatedClient: Sendable {
    enum Identity: Sendable {
        case application(Client)
        /// A machine user that acts as its own client.
        case machine(Subject)
    }

    let identity: Identity
    /// Whether it was proven by a signature instead of a secret.
    let usedAssertion: Bool

    fileprivate init(_ identity: Identity, usedAssertion: Bool) {
        self.identity = identity
        self.usedAssertion = usedAssertion
    }

    /// The value of `client_id` in tokens and logs.
    var clientID: String {
        switch identity {
        case .application(let client): client.clientID
        case .machine(let subject): subject.user.username
        }
    }
}

/// Checks what a client shows of its identity. Every endpoint that asks for a client asks here.
struct ClientAuthenticator: Sendable {
    /// Who an endpoint serves. An application and a machine user are never confused: each is looked up in its own
    /// place.
    enum Kind: Sendable {
        case applications
        case machines
        case either
    }

    private let clients: Clients
    private let assertions: AssertionVerifier

    init(clients: Clients, assertions: AssertionVerifier) {
        self.clients = clients
        self.assertions = assertions
    }

    /// - Throws: `invalid_client`, the same for an unknown client, a wrong secret, a bad assertion and a method that the
    ///   client may not use; the log has the difference.
    func authenticate(_ credentials: ClientCredentials, as kind: Kind) async throws(OAuthError) -> AuthenticatedClient {
        switch credentials {
        case .secret(let clientID, let secret): try await checkSecret(clientID, secret, kind)
        case .assertion(let assertion, let clientID): try await checkAssertion(assertion, clientID, kind)
        case .none(let clientID): throw .invalidClient("client \(clientID.logged) did not authenticate")
        }
    }

    private func checkSecret(
        _ clientID: String, _ secret: Secret<String>, _ kind: Kind
    ) async throws(OAuthError) -> AuthenticatedClient {
        do throws(DomainError) {
            if kind != .machines, let client = try await clients.application(clientID, secret: secret) {
                return AuthenticatedClient(.application(client), usedAssertion: false)
            }
            if kind != .applications, let subject = try await clients.machine(loginName: clientID, secret: secret) {
                return AuthenticatedClient(.machine(subject), usedAssertion: false)
            }
        } catch {
            throw OAuthError(error)
        }
        throw .invalidClient("unknown client or wrong secret for \(clientID.logged)")
    }

    private func checkAssertion(
        _ assertion: Secret<String>, _ clientID: String?, _ kind: Kind
    ) async throws(OAuthError) -> AuthenticatedClient {
        let result: AssertionVerifier.Result
        do throws(AssertionError) {
            result = try await assertions.verify(assertion)
        } catch {
            throw error.asClientAuthentication
        }
        let client: AuthenticatedClient
        switch result.signer {
        case .application(let application) where kind != .machines:
            client = AuthenticatedClient(.application(application), usedAssertion: true)
        case .machine(let subject) where kind != .applications:
            client = AuthenticatedClient(.machine(subject), usedAssertion: true)
        default: throw .invalidClient("the assertion is of a kind of client that this endpoint does not serve")
        }
        guard clientID == nil || clientID == result.subject || clientID == client.clientID else {
            throw .invalidClient("client_id is not the subject of the assertion")
        }
        return client
    }
}

extension String {
    /// What came from outside, for the log, unless it is long enough to be a secret in the wrong place.
    var logged: String { utf8.count <= 48 ? self : "(\(utf8.count) bytes)" }
}
