internal import Domain
internal import Model
internal import Platform

/// What an identity provider says otherwise about somebody than it stands here. It waits until they are signed in: a
/// provider alone, without the second factor that is asked for here, changes nothing.
struct ProfileFollowUp: Sendable, Hashable {
    let user: User.ID
    private let changes: [Part: String]

    private enum Part: String, CaseIterable {
        case givenName = "g"
        case familyName = "f"
        case nickName = "n"
        case displayName = "d"
        case preferredLanguage = "l"
    }

    /// - Returns: `nil` when nothing changes.
    init?(of user: User, after identity: ExternalIdentity) {
        guard let human = user.human else { return nil }
        let said = identity.profile
        let parts: [(Part, String?, String)] = [
            (.givenName, said.givenName, human.givenName), (.familyName, said.familyName, human.familyName),
            (.nickName, said.nickName, human.nickName), (.displayName, said.displayName, human.displayName),
            (.preferredLanguage, said.preferredLanguage, human.preferredLanguage),
        ]
        var changes: [Part: String] = [:]
        for (part, new, old) in parts where new != old { changes[part] = new }
        guard !changes.isEmpty else { return nil }
        self.user = user.id
        self.changes = changes
    }

    /// As it stands in a sealed step.
    init?(_ json: JSONValue) {
        guard let user = json["u"]?.stringValue else { return nil }
        self.user = User.ID(user)
        changes = Dictionary(
            uniqueKeysWithValues: Part.allCases.compactMap { part in
                json[part.rawValue]?.stringValue.map { (part, $0) }
            })
    }

    /// As it stands in a sealed step.
    var json: JSONObject {
        var json: JSONObject = ["u": .string(user.rawValue)]
        for part in Part.allCases { json[part.rawValue] = changes[part].map { .string($0) } }
        return json
    }

    var profile: HumanProfile {
        HumanProfile(
            givenName: changes[.givenName], familyName: changes[.familyName], nickName: changes[.nickName],
            displayName: changes[.displayName], preferredLanguage: changes[.preferredLanguage])
    }
}

extension Visit {
    /// Lets the profile of somebody who is signed in now follow the provider's. Nobody is kept out by a name that cannot be
    /// taken over.
    mutating func followProvider(in session: Model.Session) async throws(DomainError) {
        guard let followUp = flow.followUp else { return }
        flow.followUp = nil
        guard followUp.user == session.userID else { return }
        do throws(DomainError) {
            _ = try await parts.humans.update(
                UserTarget(followUp.user), HumanChange(profile: followUp.profile), by: parts.caller)
        } catch {
            guard error.kind == .invalidArgument else { throw error }
            parts.log.info("profile of an identity provider not taken over", ["errorId": .string(error.id)])
        }
    }
}
