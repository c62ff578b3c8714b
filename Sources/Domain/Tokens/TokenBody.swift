internal import Model
internal import Platform

/// The compact binary form of what a sealed access token says: fields of one tag byte, a length and the value.
///
/// A reader skips tags that it does not know, so a newer node's tokens are read by an older one.
enum TokenBody {
    private enum Tag: UInt8 {
        case id = 1
        case subject, client, issued, expires, scopes, audience, methods, authenticated
        case session, family, project, actorIssuer, actorSubject, userInfoClaims, origins, notBefore
    }

    static func encode(_ token: AccessToken) -> [UInt8] {
        var writer = FieldWriter()
        writer.append(Tag.id.rawValue, token.id)
        writer.append(Tag.subject.rawValue, token.subject.rawValue)
        writer.append(Tag.client.rawValue, token.clientID)
        writer.append(Tag.issued.rawValue, token.issuedAt.milliseconds)
        if token.notBefore != token.issuedAt { writer.append(Tag.notBefore.rawValue, token.notBefore.milliseconds) }
        writer.append(Tag.expires.rawValue, token.expiresAt.milliseconds)
        if !token.scopes.isEmpty { writer.append(Tag.scopes.rawValue, token.scopes.text) }
        for audience in token.audience { writer.append(Tag.audience.rawValue, audience) }
        for method in token.authenticationMethods { writer.append(Tag.methods.rawValue, method) }
        if let moment = token.authenticatedAt { writer.append(Tag.authenticated.rawValue, moment.milliseconds) }
        if let session = token.sessionID { writer.append(Tag.session.rawValue, session.rawValue) }
        if let family = token.familyID { writer.append(Tag.family.rawValue, family) }
        if let project = token.projectID { writer.append(Tag.project.rawValue, project.rawValue) }
        for actor in token.actor?.chain ?? [] {
            writer.append(Tag.actorIssuer.rawValue, actor.issuer)
            writer.append(Tag.actorSubject.rawValue, actor.subject.rawValue)
        }
        for origin in token.origins { writer.append(Tag.origins.rawValue, origin) }
        for claim in token.userInfoClaims { writer.append(Tag.userInfoClaims.rawValue, claim) }
        return writer.bytes
    }

    /// Returns `nil` for bytes that are no token body.
    static func decode(_ bytes: [UInt8]) -> AccessToken? {
        var reader = FieldReader(bytes)
        var fields = Fields()
        while !reader.isAtEnd {
            guard let (number, value) = reader.next(), fields.take(number, value) else { return nil }
        }
        return fields.token
    }

    /// What was read so far.
    private struct Fields {
        private var (id, subject, client): (String?, String?, String?)
        private var (session, family, project): (String?, String?, String?)
        private var (issued, notBefore, expires, authenticated): (Timestamp?, Timestamp?, Timestamp?, Timestamp?)
        private var scopes = ScopeSet()
        private var audience: [String] = []
        private var methods: [String] = []
        private var actorIssuers: [String] = []
        private var actorSubjects: [String] = []
        private var userInfoClaims: [String] = []
        private var origins: [String] = []

        /// Returns `false` for a value that the field cannot have.
        mutating func take(_ number: UInt8, _ value: ArraySlice<UInt8>) -> Bool {
            switch Tag(rawValue: number) {
            case .id: id = text(value)
            case .subject: subject = text(value)
            case .client: client = text(value)
            case .issued: issued = moment(value)
            case .notBefore: notBefore = moment(value)
            case .expires: expires = moment(value)
            case .scopes: scopes = ScopeSet(stored: value)
            case .audience: audience.append(text(value))
            case .methods: methods.append(text(value))
            case .authenticated:
                authenticated = moment(value)
                return authenticated != nil
            case .session: session = text(value)
            case .family: family = text(value)
            case .project: project = text(value)
            case .actorIssuer: actorIssuers.append(text(value))
            case .actorSubject: actorSubjects.append(text(value))
            case .userInfoClaims: userInfoClaims.append(text(value))
            case .origins: origins.append(text(value))
            case nil: break
            }
            return true
        }

        var token: AccessToken? {
            guard let id, let subject, let client, let issued, let expires,
                actorIssuers.count == actorSubjects.count
            else { return nil }
            return AccessToken(
                id: id, subject: User.ID(subject), clientID: client, projectID: project.map { Project.ID($0) },
                issuedAt: issued, notBefore: notBefore, expiresAt: expires, scopes: scopes, audience: audience,
                authenticationMethods: methods, authenticatedAt: authenticated,
                sessionID: session.map { Session.ID($0) }, familyID: family, origins: origins,
                actor: actor, userInfoClaims: userInfoClaims)
        }

        private var actor: Actor? {
            zip(actorIssuers, actorSubjects).reversed().reduce(nil) { previous, actor in
                Actor(issuer: actor.0, subject: User.ID(actor.1), previous: previous)
            }
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private static func moment(_ bytes: ArraySlice<UInt8>) -> Timestamp? {
        FieldReader.integer(bytes).map { Timestamp(milliseconds: $0) }
    }
}

/// Writes fields: tag, length as a base-128 number, value.
private struct FieldWriter {
    private(set) var bytes: [UInt8] = []

    init() {
        bytes.reserveCapacity(256)
    }

    mutating func append(_ tag: UInt8, _ text: String) {
        append(tag, length: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func append(_ tag: UInt8, _ integer: Int64) {
        append(tag, length: 8)
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: integer >> Int64(shift)))
        }
    }

    private mutating func append(_ tag: UInt8, length: Int) {
        bytes.append(tag)
        var rest = length
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

private struct FieldReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func next() -> (tag: UInt8, value: ArraySlice<UInt8>)? {
        guard let tag = rest.popFirst() else { return nil }
        var length = 0
        var shift = 0
        while true {
            guard shift < 28, let byte = rest.popFirst() else { return nil }
            length |= Int(byte & 0x7F) << shift
            shift += 7
            if byte & 0x80 == 0 { break }
        }
        guard rest.count >= length else { return nil }
        defer { rest = rest.dropFirst(length) }
        return (tag, rest.prefix(length))
    }

    static func integer(_ bytes: ArraySlice<UInt8>) -> Int64? {
        bytes.count == 8 ? bytes.reduce(0) { $0 << 8 | Int64($1) } : nil
    }
}
