internal import Crypto
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

/// The whole service with a person, `minnie`, who has nothing to sign in with but what a test gives her and a token of her
/// own, and an identity provider of the instance that it offers.
struct LastWayInFixture: Sendable {
    /// Something to sign in with.
    enum Way: String, Sendable, CaseIterable {
        case password, passkey, account

        /// Those that people can remove.
        static let removable: [Way] = [.passkey, .account]

        var method: JSONValue {
            switch self {
            case .password: "AUTHENTICATION_METHOD_TYPE_PASSWORD"
            case .passkey: "AUTHENTICATION_METHOD_TYPE_PASSKEY"
            case .account: "AUTHENTICATION_METHOD_TYPE_IDP"
            }
        }

        /// The member of the login policy that allows it, with the value that does.
        fileprivate var permission: (name: String, value: JSONValue) {
            switch self {
            case .password: ("allowUsernamePassword", true)
            case .passkey: ("passwordlessType", "PASSWORDLESS_TYPE_ALLOWED")
            case .account: ("allowExternalIdp", true)
            }
        }
    }

    enum Wire: Sendable, CaseIterable {
        case connect, rest
    }

    private static let users = "zitadel.user.v2.UserService"

    let server: TestServer
    let idp: String
    let token: String

    init() async throws {
        server = try await TestServer()
        try await server.addHuman("minnie")
        idp = try await Self.addProvider("Corp", to: server)
        token = try await server.sessionToken(of: "minnie")
        try await offer(idp)
    }

    private static func addProvider(_ name: String, to server: TestServer) async throws -> String {
        try await server.text(
            server.manage(
                .post, "/admin/v1/idps/generic_oidc",
                [
                    "name": .string(name), "issuer": "https://idp.example", "clientId": "alcazar",
                    "clientSecret": "s3cr3t",
                ]), "id")
    }

    private func offer(_ idp: String) async throws {
        try await server.manage(.post, "/admin/v1/policies/login/idps", ["idpId": .string(idp)])
    }

    /// Gives `minnie` a way in. A password ends her sessions, so it comes straight from the store.
    /// - Returns: what names it when it is removed.
    @discardableResult
    func give(_ way: Way) async throws -> String {
        switch way {
        case .password:
            try await server.database.write { (tx) throws(DomainError) in
                try tx.execute("UPDATE humans SET password_hash = '$none$' WHERE user_id = 'minnie'")
            }
            return ""
        case .passkey: return try await register(.passkey)
        case .account:
            let account = Base64URL.encode(SecureRandom.bytes(8))
            try await call(
                "AddIDPLink", ["idpLink": ["idpId": .string(idp), "userId": .string(account), "userName": "m"]])
            return account
        }
    }

    /// Registers a passkey or a security key of `minnie`'s.
    func register(_ kind: WebAuthnCredential.Kind, isFinished: Bool = true) async throws -> String {
        let (noun, member, name) =
            kind == .passkey ? ("Passkey", "passkeyId", "passkeyName") : ("U2F", "u2fId", "tokenName")
        let begun = try await call("Register\(noun)", [:])
        let id = try server.text(begun, member)
        guard isFinished else { return id }
        let credential = try TestAuthenticator().create(try #require(begun["publicKeyCredentialCreationOptions"]))
        try await call(
            "Verify\(noun)Registration",
            [member: .string(id), name: "of a test", "publicKeyCredential": credential])
        return id
    }

    /// Lets `minnie`, or whoever has another token, remove a way in.
    func remove(
        _ way: Way, _ id: String, over wire: Wire = .connect, token other: String? = nil
    ) async throws -> TestResponse {
        let (method, message, path): (String, JSONValue, String) =
            switch way {
            case .account:
                (
                    "RemoveIDPLink", ["userId": "minnie", "idpId": .string(idp), "linkedUserId": .string(id)],
                    "links/\(idp)/\(id)"
                )
            case .passkey, .password:
                ("RemovePasskey", ["userId": "minnie", "passkeyId": .string(id)], "passkeys/\(id)")
            }
        switch wire {
        case .connect: return try await server.tryCall("\(Self.users)/\(method)", message, token: other ?? token)
        case .rest:
            return try await server.send(
                HTTPRequest(
                    .delete, "/v2/users/minnie/\(path)", fields: ["Authorization": "Bearer \(other ?? token)"]))
        }
    }

    /// What `minnie` has to sign in with.
    func methods() async throws -> [JSONValue] {
        try await call("ListAuthenticationMethodTypes", [:])["authMethodTypes"]?.arrayValue ?? []
    }

    /// Lets nobody sign in that way.
    func forbid(_ way: Way) async throws {
        try await server.manage(
            .put, "/admin/v1/policies/login", .object(Self.policy(allowing: Way.allCases.filter { $0 != way })))
    }

    /// Offers another provider in place of the one at which `minnie` has accounts.
    func offerAnother() async throws {
        try await offer(Self.addProvider("Other", to: server))
        try await server.manage(.delete, "/admin/v1/policies/login/idps/\(idp)")
    }

    /// Gives `minnie`'s organization login settings of its own, which allow everything and offer no provider.
    func offerNothingInOrganization() async throws {
        try await server.manage(.post, "/management/v1/policies/login", .object(Self.policy(allowing: Way.allCases)))
    }

    func deactivateProvider() async throws {
        try await server.manage(.post, "/admin/v1/idps/\(idp)/_deactivate")
    }

    private static func policy(allowing ways: [Way]) -> JSONObject {
        var policy: JSONObject = [:]
        for way in ways { policy[way.permission.name] = way.permission.value }
        return policy
    }

    /// A call of an administrator about `minnie`.
    @discardableResult
    private func call(_ method: String, _ message: JSONObject) async throws -> JSONValue {
        var message = message
        message["userId"] = "minnie"
        return try await server.call("\(Self.users)/\(method)", .object(message))
    }
}
