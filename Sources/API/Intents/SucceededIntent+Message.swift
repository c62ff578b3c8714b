internal import Domain
internal import Model
internal import Platform

extension SucceededIntent {
    /// `RetrieveIdentityProviderIntentResponse`. The older of two members that say the same is what ZITADEL's SDK reads.
    var message: JSONObject {
        let (identity, link) = (signIn.identity, signIn.identity.link(to: providerID).message)
        return .message {
            $0.set("details", details.message)
            $0.set("idpInformation", information)
            if let userID {
                $0.set("userId", userID)
                $0.set(
                    "updateHumanUser",
                    .message { user in
                        user.set("userId", userID)
                        identity.writeHuman(to: &user)
                    })
                $0.set(
                    "updateUser",
                    .message { user in
                        user.set("userId", userID)
                        user.set("human", .message { identity.writeHuman(to: &$0) })
                    })
            } else {
                $0.set(
                    "addHumanUser",
                    .message { user in
                        user.set("username", identity.username)
                        identity.writeHuman(to: &user)
                        user.set("idpLinks", [link])
                    })
                $0.set(
                    "createUser",
                    .message { user in
                        user.set("username", identity.username)
                        user.set(
                            "human",
                            .message { human in
                                identity.writeHuman(to: &human)
                                human.set("idpLinks", [link])
                            })
                    })
            }
        }
    }

    /// `IDPInformation`.
    private var information: JSONObject {
        .message {
            $0.set(
                "oauth",
                .message { access in
                    access.set("accessToken", signIn.tokens.accessToken.exposed)
                    access.set("idToken", signIn.tokens.idToken?.exposed ?? "")
                    access.set("refreshToken", signIn.tokens.refreshToken?.exposed ?? "")
                })
            $0.set("idpId", providerID)
            $0.set("userId", signIn.identity.id)
            $0.set("userName", signIn.identity.username)
            $0.set("rawInformation", signIn.identity.raw)
        }
    }
}

extension NewIdentityProviderLink {
    /// `IDPLink`.
    fileprivate var message: JSONObject {
        .message {
            $0.set("idpId", providerID)
            $0.set("userId", externalID)
            $0.set("userName", externalName)
        }
    }
}

extension ExternalIdentity {
    /// The members that all messages about a human have: profile, e-mail address and telephone number. What the provider
    /// has not verified is to be proven by a code.
    fileprivate func writeHuman(to writer: inout MessageWriter) {
        writer.set(
            "profile",
            .message {
                $0.set("givenName", givenName)
                $0.set("familyName", familyName)
                $0.set("nickName", nickName)
                $0.set("displayName", displayName)
                $0.set("preferredLanguage", LanguageTag.normalized(language))
            })
        if !email.isEmpty { writer.set("email", Self.address("email", email, isVerified: isEmailVerified)) }
        if !phone.isEmpty { writer.set("phone", Self.address("phone", phone, isVerified: isPhoneVerified)) }
    }

    private static func address(_ name: String, _ address: String, isVerified: Bool) -> JSONObject {
        .message {
            $0.set(name, address)
            if isVerified { $0.set("isVerified", true) } else { $0.set("sendCode", JSONObject()) }
        }
    }
}
