internal import Model
internal import SQL

// Identifiers are bound as they are; each module of entities adds its own line here.

extension Application.ID: SQLEncodable {}
extension AuthenticationKey.ID: SQLEncodable {}
extension Authorization.ID: SQLEncodable {}
extension Organization.ID: SQLEncodable {}
extension PersonalAccessToken.ID: SQLEncodable {}
extension Project.ID: SQLEncodable {}
extension ProjectGrant.ID: SQLEncodable {}
extension User.ID: SQLEncodable {}
extension WebKey.ID: SQLEncodable {}
