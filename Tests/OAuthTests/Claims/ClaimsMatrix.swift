internal import Testing

/// What decides whether a claim is told: a scope that was asked for or not, a setting that is on or off.
enum Switch: String, CaseIterable, Sendable {
    case profile, email, phone, metadata, resourceOwner, organization, primaryDomain
    /// `urn:zitadel:iam:org:project:role:…`
    case roleScope
    /// "Assert roles on authentication" of the project.
    case projectAsserts
    /// "User Info inside ID Token" of the application.
    case userInfoInIDToken
    /// "User roles inside ID Token".
    case rolesInIDToken
    /// "Add user roles to the access token".
    case rolesInAccessToken
}

/// When a claim is in a place: of each group one switch must be on.
enum Cell: Sendable {
    case never
    case when([Set<Switch>])

    static let always = Cell.when([])

    static func with(_ switches: Switch...) -> Cell { .when(switches.map { [$0] }) }

    func isTold(_ on: Set<Switch>) -> Bool {
        switch self {
        case .never: false
        case .when(let groups): groups.allSatisfy { !$0.isDisjoint(with: on) }
        }
    }
}

/// A row of the claims matrix, as the specification of the endpoints has it. `scope`, `auth_time` and `amr` of JWT access
/// tokens are those of RFC 9068 §2.2, and `sid` is there because such a token ends with its session.
struct MatrixRow: Sendable, CustomTestStringConvertible {
    let claim: String
    let userInfo: Cell
    let introspection: Cell
    let idToken: Cell
    let accessToken: Cell

    init(_ claim: String, _ userInfo: Cell, _ introspection: Cell, _ idToken: Cell, _ accessToken: Cell) {
        self.claim = claim
        self.userInfo = userInfo
        self.introspection = introspection
        self.idToken = idToken
        self.accessToken = accessToken
    }

    var testDescription: String { claim }

    private static let anyRoles: Set<Switch> = [.roleScope, .projectAsserts]
    private static let anyOwner: Set<Switch> = [.resourceOwner, .organization]

    static let all: [MatrixRow] = registered + standard + vendor + roles

    private static let registered: [MatrixRow] = [
        MatrixRow("sub", .always, .always, .always, .always),
        MatrixRow("iss", .never, .always, .always, .always),
        MatrixRow("exp", .never, .always, .always, .always),
        MatrixRow("iat", .never, .always, .always, .always),
        MatrixRow("aud", .never, .always, .always, .always),
        MatrixRow("nbf", .never, .always, .never, .always),
        MatrixRow("jti", .never, .always, .never, .always),
        MatrixRow("client_id", .never, .always, .always, .always),
        MatrixRow("azp", .never, .never, .always, .never),
        MatrixRow("auth_time", .never, .always, .always, .always),
        MatrixRow("amr", .never, .always, .always, .always),
        MatrixRow("acr", .never, .never, .always, .never),
        MatrixRow("nonce", .never, .never, .always, .never),
        MatrixRow("at_hash", .never, .never, .always, .never),
        MatrixRow("sid", .never, .never, .always, .always),
        MatrixRow("scope", .never, .always, .never, .always),
        MatrixRow("token_type", .never, .always, .never, .never),
        MatrixRow("active", .never, .always, .never, .never),
        MatrixRow("username", .never, .with(.profile), .never, .never),
        MatrixRow("act", .never, .never, .never, .never),
        MatrixRow("c_hash", .never, .never, .never, .never),
        MatrixRow("address", .never, .never, .never, .never),
    ]

    private static let standard: [MatrixRow] =
        [
            "name", "given_name", "family_name", "nickname", "gender", "locale", "updated_at", "preferred_username",
        ].map { standard($0, .profile) }
        + ["email", "email_verified"].map { standard($0, .email) }
        + ["phone_number", "phone_number_verified"].map { standard($0, .phone) }

    private static func standard(_ claim: String, _ scope: Switch) -> MatrixRow {
        MatrixRow(claim, .with(scope), .with(scope), .with(scope, .userInfoInIDToken), .never)
    }

    private static let vendor: [MatrixRow] = [
        everywhere("urn:zitadel:iam:user:metadata", [.metadata]),
        everywhere("urn:zitadel:iam:user:resourceowner:id", anyOwner),
        everywhere("urn:zitadel:iam:user:resourceowner:name", anyOwner),
        everywhere("urn:zitadel:iam:user:resourceowner:primary_domain", anyOwner),
        everywhere("urn:zitadel:iam:org:id", [.organization]),
        everywhere("urn:zitadel:iam:org:domain:primary", [.primaryDomain]),
    ]

    private static func everywhere(_ claim: String, _ group: Set<Switch>) -> MatrixRow {
        MatrixRow(claim, .when([group]), .when([group]), .when([group]), .when([group]))
    }

    private static let roles: [MatrixRow] = [
        "urn:zitadel:iam:org:project:roles", "urn:zitadel:iam:org:project:{project}:roles",
    ].map {
        MatrixRow(
            $0, .when([anyRoles]), .always, .when([anyRoles, [.rolesInIDToken]]),
            .when([anyRoles, [.rolesInAccessToken]]))
    }
}
