package import Model
internal import SQL

// Identifiers and states are stored as their raw values.

extension Organization.ID: SQLEncodable {}
extension Organization.State: SQLEncodable {}
extension OrganizationDomain.ValidationType: SQLEncodable {}
extension User.ID: SQLEncodable {}
extension User.State: SQLEncodable {}
extension Machine.AccessTokenType: SQLEncodable {}
extension Human.Gender: SQLEncodable {}
extension AuthenticationKey.ID: SQLEncodable {}
extension PersonalAccessToken.ID: SQLEncodable {}
extension Project.ID: SQLEncodable {}
extension Project.State: SQLEncodable {}
extension Project.PrivateLabelingSetting: SQLEncodable {}
extension ProjectGrant.ID: SQLEncodable {}
extension ProjectGrant.State: SQLEncodable {}
extension Application.ID: SQLEncodable {}
extension Application.State: SQLEncodable {}
extension ClientAuthenticationMethod: SQLEncodable {}
extension Authorization.ID: SQLEncodable {}
extension Authorization.State: SQLEncodable {}
extension WebKey.ID: SQLEncodable {}
extension WebKey.State: SQLEncodable {}
extension SettingsKind: SQLEncodable {}
extension Message.ID: SQLEncodable {}
extension Message.State: SQLEncodable {}
extension MessageChannel: SQLEncodable {}
extension Notice.Kind: SQLEncodable {}
extension MessageFailure: SQLEncodable {}
extension MessageProvider.ID: SQLEncodable {}
extension MessageProvider.Kind: SQLEncodable {}
