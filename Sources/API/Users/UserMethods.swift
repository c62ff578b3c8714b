package import Domain

extension APIMethod {
    /// `zitadel.user.v2.UserService`, as far as it is about users, machine credentials and metadata.
    package static func userService(
        _ users: Users, _ humans: Humans, _ credentials: MachineCredentials, _ tokens: PersonalAccessTokens
    ) -> [APIMethod] {
        [
            .createUser(users, humans), .addHumanUser(humans), .getUserByID(users), .listUsers(users),
            .updateUser(users, humans), .updateHumanUser(humans), .deactivateUser(users),
            .reactivateUser(users), .lockUser(users), .unlockUser(users), .deleteUser(users),
            .addSecret(credentials), .removeSecret(credentials), .addKey(credentials), .removeKey(credentials),
            .listKeys(credentials), .addPersonalAccessToken(tokens), .removePersonalAccessToken(tokens),
            .listPersonalAccessTokens(tokens), .setUserMetadata(users), .listUserMetadata(users),
            .deleteUserMetadata(users),
        ] + humanEmail(humans) + humanPhone(humans) + passwords(humans) + invitations(humans)
    }

    /// The calls of `zitadel.management.v1.ManagementService` about users.
    package static func managementUsers(
        _ users: Users, _ credentials: MachineCredentials, _ tokens: PersonalAccessTokens
    ) -> [APIMethod] {
        managementUserReads(users) + managementUserChanges(users) + managementUserMetadata(users)
            + managementCredentials(credentials) + managementTokens(tokens)
    }
}
