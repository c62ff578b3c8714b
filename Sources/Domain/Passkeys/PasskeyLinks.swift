package import Model
internal import Platform
internal import Storage

/// How the link for a passkey reaches its person.
package enum PasskeyLinkDelivery: Sendable {
    /// By e-mail; without a template with the link of the configuration.
    case sent(LinkTemplate?)
    /// By the caller, who gets the code.
    case returned
}

extension Passkeys {
    /// Makes a code with which one passkey can be registered within an hour. Earlier ones stay good.
    /// - Returns: the code when it is for the caller to deliver.
    /// - Throws: `COMMAND-M9dsd` for a user that is unknown or a machine.
    package func createLink(
        for target: UserTarget, _ delivery: PasskeyLinkDelivery, by caller: Caller
    ) async throws(DomainError) -> (code: IssuedCode?, details: ObjectDetails) {
        try await database.write { (tx) throws(DomainError) in
            let user = try tx.human(target, .userPasskeyWrite, of: caller, orSelf: false)
            let now = clock.now()
            let issued = try codes.issue(.passkey, of: user.id, in: tx, at: now)
            let event: String
            switch delivery {
            case .returned: event = "added"
            case .sent(let template):
                event = "requested"
                try messages.post(.registerPasskey(issued, template), to: user, in: tx, at: now)
            }
            let details = try tx.record(
                "user.human.passwordless.initialization.code.\(event)", of: user.id, in: user.organizationID,
                by: caller.userID, at: now, payload: ["id": .string(issued.id)])
            if case .returned = delivery { return (issued, details) }
            return (nil, details)
        }
    }
}
