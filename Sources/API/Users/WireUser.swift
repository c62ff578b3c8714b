internal import Model

enum WireUserState: String, WireEnum {
    case unspecified = "USER_STATE_UNSPECIFIED"
    case active = "USER_STATE_ACTIVE"
    case inactive = "USER_STATE_INACTIVE"
    case deleted = "USER_STATE_DELETED"
    case locked = "USER_STATE_LOCKED"
    case initial = "USER_STATE_INITIAL"

    init(_ state: User.State) {
        switch state {
        case .active: self = .active
        case .inactive: self = .inactive
        case .locked: self = .locked
        case .initial: self = .initial
        }
    }

    /// `nil` for what no user is in.
    var state: User.State? {
        switch self {
        case .unspecified, .deleted: nil
        case .active: .active
        case .inactive: .inactive
        case .locked: .locked
        case .initial: .initial
        }
    }
}

/// The names of ``WireUserState`` with the numbers of the older API.
enum WireUserStateV1: String, WireEnum {
    case unspecified = "USER_STATE_UNSPECIFIED"
    case active = "USER_STATE_ACTIVE"
    case inactive = "USER_STATE_INACTIVE"
    case deleted = "USER_STATE_DELETED"
    case locked = "USER_STATE_LOCKED"
    case suspended = "USER_STATE_SUSPEND"
    case initial = "USER_STATE_INITIAL"

    var state: User.State? {
        WireUserState(rawValue: rawValue)?.state
    }
}

enum WireUserType: String, WireEnum {
    case unspecified = "TYPE_UNSPECIFIED"
    case human = "TYPE_HUMAN"
    case machine = "TYPE_MACHINE"

    var filter: User.Filter {
        switch self {
        case .unspecified: .nobody
        case .human: .isHuman
        case .machine: .isMachine
        }
    }
}

enum WireGender: String, WireEnum {
    case unspecified = "GENDER_UNSPECIFIED"
    case female = "GENDER_FEMALE"
    case male = "GENDER_MALE"
    case diverse = "GENDER_DIVERSE"

    init(_ gender: Human.Gender) {
        switch gender {
        case .unspecified: self = .unspecified
        case .female: self = .female
        case .male: self = .male
        case .diverse: self = .diverse
        }
    }
}

enum WireAccessTokenType: String, WireEnum {
    case bearer = "ACCESS_TOKEN_TYPE_BEARER"
    case jwt = "ACCESS_TOKEN_TYPE_JWT"

    init(_ type: Machine.AccessTokenType) {
        switch type {
        case .bearer: self = .bearer
        case .jwt: self = .jwt
        }
    }

    var type: Machine.AccessTokenType {
        switch self {
        case .bearer: .bearer
        case .jwt: .jwt
        }
    }
}

enum WireUserFieldName: String, WireEnum {
    case unspecified = "USER_FIELD_NAME_UNSPECIFIED"
    case userName = "USER_FIELD_NAME_USER_NAME"
    case firstName = "USER_FIELD_NAME_FIRST_NAME"
    case lastName = "USER_FIELD_NAME_LAST_NAME"
    case nickName = "USER_FIELD_NAME_NICK_NAME"
    case displayName = "USER_FIELD_NAME_DISPLAY_NAME"
    case email = "USER_FIELD_NAME_EMAIL"
    case state = "USER_FIELD_NAME_STATE"
    case type = "USER_FIELD_NAME_TYPE"
    case creationDate = "USER_FIELD_NAME_CREATION_DATE"

    var sorting: User.Sorting {
        switch self {
        case .unspecified: .id
        case .userName: .username
        case .firstName: .givenName
        case .lastName: .familyName
        case .nickName: .nickName
        case .displayName: .displayName
        case .email: .email
        case .state: .state
        case .type: .type
        case .creationDate: .creationDate
        }
    }
}

enum WireByteMethod: String, WireEnum {
    case equals = "BYTE_FILTER_METHOD_EQUALS"
    case notEquals = "BYTE_FILTER_METHOD_NOT_EQUALS"
}
