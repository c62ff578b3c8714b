package import Model
internal import Storage

/// The user that a command names. With an organization the user must belong to it, or it counts as unknown: that is how
/// the older API, whose calls are about one organization, names its users.
package struct UserTarget: Sendable, Hashable {
    package let id: User.ID
    package let organizationID: Organization.ID?

    package init(_ id: User.ID, in organization: Organization.ID? = nil) {
        self.id = id
        organizationID = organization
    }
}

extension Transaction {
    /// The user that a command is about, once it is certain that the caller may run it.
    /// - Parameters:
    ///   - permission: what the caller needs in the user's organization.
    ///   - orSelf: whether users may do it to themselves without the permission.
    ///   - missing: thrown for an unknown user.
    borrowing func user(
        _ target: UserTarget, _ permission: Permission, of caller: Caller, orSelf: Bool = false, missing: DomainError
    ) throws(DomainError) -> User {
        guard let user = try user(target.id), target.organizationID.map({ $0 == user.organizationID }) ?? true else {
            throw missing
        }
        if !(orSelf && caller.userID == user.id) { try caller.require(permission, in: user.organizationID) }
        return user
    }
}
