internal import Model
internal import Platform
internal import Testing

/// A method with a message about an object of A that is right in every respect.
struct WalkRow: Sendable, CustomTestStringConvertible {
    enum Kind: Sendable {
        /// Changes something.
        case write
        case read
        /// Reads rows, with their total.
        case list
    }

    let kind: Kind
    let method: String
    let message: JSONValue
    /// Of a further row of a method, whose permission depends on what the message is about.
    let permission: Permission?
    /// What `root` does before, where the row needs more than the world holds for all.
    let preparation: [Preparation]

    typealias Preparation = (method: String, message: JSONValue)

    init(
        _ kind: Kind, _ method: String, _ message: JSONValue, permission: Permission? = nil,
        after preparation: Preparation?...
    ) {
        self.init(kind, method, message, permission: permission, preparing: preparation.compactMap { $0 })
    }

    init(
        _ kind: Kind, _ method: String, _ message: JSONValue, permission: Permission? = nil,
        preparing preparation: [Preparation]
    ) {
        self.preparation = preparation
        self.kind = kind
        self.method = method
        self.message = message
        self.permission = permission
    }

    var testDescription: String { permission.map { "\(method), \($0)" } ?? method }

    /// Who a message about a user is about.
    var subject: WalkWorld.Caller {
        message["userId"]?.stringValue == WalkWorld.Caller.human.rawValue ? .human : .target
    }

    static let all =
        users + humans + passkeys + secondFactors + management + organizations + projects + applications
        + authorizations + administrators + webKeys + settings + messageProviders + identityProviders + intents
        + sessions + oidc
        + others

    /// Methods that every token opens, because a code that was sent to a user gives the right.
    static let authenticatedOnly = Set(
        ["VerifyEmail", "VerifyPhone", "VerifyInviteCode"].map { "zitadel.user.v2.UserService/\($0)" })

    /// The others, for which a caller needs a permission.
    static let guarded = all.filter { !authenticatedOnly.contains($0.method) }

    static func rows(_ service: String, _ rows: [(Kind, String, JSONValue)]) -> [WalkRow] {
        rows.map { WalkRow($0.0, "zitadel.\(service)/\($0.1)", $0.2) }
    }

    // What rows of several kinds name.
    static let organization: JSONValue = ["organizationId": "org-of-a"]
    static let metadata: JSONValue = [["key": "size", "value": "YmlnCg=="]]

    private static let webKeys = rows(
        "webkey.v2.WebKeyService",
        [
            (.write, "CreateWebKey", ["ed25519": [:]]),
            (.write, "ActivateWebKey", ["id": "$webKey"]),
            (.write, "DeleteWebKey", ["id": "$webKey"]),
            (.read, "ListWebKeys", [:]),
        ])
}
