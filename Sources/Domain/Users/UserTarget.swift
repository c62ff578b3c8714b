package import Model
internal import Storage

/// The user that a command names.
///
/// The older API, whose calls are about one organization, names that organization too: a user of another one counts as
/// unknown there. It also names refusals by identifiers of its own.
package struct UserTarget: Sendable, Hashable {
    package let id: User.ID
    /// The organization that the user must belong to; `nil` for the current API.
    package let organizationID: Organization.ID?

    package init(_ id: User.ID, in organization: Organization.ID? = nil) {
        self.id = id
        organizationID = organization
    }

    /// The refusal in the words of the API that asks.
    func refusal(_ current: DomainError, older: DomainError) -> DomainError {
        organizationID == nil ? current : older
    }
}

extension Transaction {
    /// The user that a command is about, once it is certain that the caller may run it.
    /// - Parameters:
    ///   - permission: what the caller needs in the user's organization.
    ///   - orSelf: whether users may do it to themselves without the permission.
    ///   - missing: thrown for an unknown user.
    ///   - foreign: thrown for a user of another organization than the target's; by default the same.
    borrowing func user(
        _ target: UserTarget, _ permission: Permission, of caller: Caller, orSelf: Bool = false,
        missing: DomainError, foreign: DomainError? = nil
    ) throws(DomainError) -> User {
        guard let user = try user(target.id) else { throw missing }
        guard target.organizationID == nil || target.organizationID == user.organizationID else {
            throw foreign ?? missing
        }
        if !(orSelf && caller.userID == user.id) { try caller.require(permission, in: user.organizationID) }
        return user
    }
}
