internal import Model
internal import Platform

extension User {
    var details: ObjectDetails {
        ObjectDetails(sequence: sequence, changedAt: changedAt, resourceOwner: organizationID, createdAt: createdAt)
    }

    /// `zitadel.user.v2.User`.
    var message: JSONObject {
        .message {
            $0.set("userId", id)
            $0.set("details", details.message)
            $0.set("state", WireUserState(state))
            $0.set("username", username)
            $0.set("loginNames", loginNames)
            $0.set("preferredLoginName", preferredLoginName)
            switch kind {
            case .human(let human): $0.set("human", human.message)
            case .machine(let machine): $0.set("machine", machine.message)
            }
        }
    }

    /// `zitadel.user.v1.User`.
    var managementMessage: JSONObject {
        .message {
            $0.set("id", id)
            $0.set("details", details.message)
            $0.set("state", WireUserState(state))
            $0.set("userName", username)
            $0.set("loginNames", loginNames)
            $0.set("preferredLoginName", preferredLoginName)
            switch kind {
            case .human(let human): $0.set("human", human.managementMessage)
            case .machine(let machine): $0.set("machine", machine.message)
            }
        }
    }
}

extension Machine {
    /// The same in both versions of the API.
    fileprivate var message: JSONObject {
        .message {
            $0.set("name", name)
            $0.set("description", description)
            $0.set("hasSecret", hasSecret)
            $0.set("accessTokenType", WireAccessTokenType(accessTokenType))
        }
    }
}

extension Human {
    fileprivate var message: JSONObject {
        .message {
            $0.set("profile", profile)
            $0.set("email", part("email", email, "isVerified", isEmailVerified))
            $0.set("phone", part("phone", phone, "isVerified", isPhoneVerified))
            $0.set("passwordChangeRequired", isPasswordChangeRequired)
            $0.set("passwordChanged", passwordChangedAt)
            $0.set("mfaInitSkipped", mfaInitSkippedAt)
        }
    }

    /// Its last four members are `optional` in the contract, so they are written even when they are empty.
    private var profile: JSONObject {
        .message {
            $0.set("givenName", givenName)
            $0.set("familyName", familyName)
            $0.setAlways("nickName", nickName)
            $0.setAlways("displayName", displayName)
            $0.setAlways("preferredLanguage", preferredLanguage)
            $0.setAlways("gender", WireGender(gender))
        }
    }

    fileprivate var managementMessage: JSONObject {
        .message {
            $0.set("profile", managementProfile)
            $0.set("email", part("email", email, "isEmailVerified", isEmailVerified))
            $0.set("phone", part("phone", phone, "isPhoneVerified", isPhoneVerified))
            $0.set("passwordChanged", passwordChangedAt)
        }
    }

    private var managementProfile: JSONObject {
        .message {
            $0.set("firstName", givenName)
            $0.set("lastName", familyName)
            $0.set("nickName", nickName)
            $0.set("displayName", displayName)
            $0.set("preferredLanguage", preferredLanguage)
            $0.set("gender", WireGender(gender))
        }
    }

    private func part(_ name: String, _ value: String, _ flagName: String, _ flag: Bool) -> JSONObject {
        .message {
            $0.set(name, value)
            $0.set(flagName, flag)
        }
    }
}
