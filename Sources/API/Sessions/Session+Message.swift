internal import Domain
internal import Model
internal import Platform

extension SessionOverview {
    /// `zitadel.session.v2.Session`.
    var message: JSONObject {
        .message {
            $0.set("id", session.id)
            $0.set("creationDate", session.createdAt)
            $0.set("changeDate", session.changedAt)
            $0.set("sequence", long: session.sequence)
            $0.set("factors", factors)
            $0.set("metadata", metadataMessage)
            $0.set("userAgent", session.agent.message)
            $0.set("expirationDate", session.expiresAt)
        }
    }

    /// Nothing until the user is known.
    private var factors: JSONObject? {
        guard let user, let verifiedAt = session.factors.user else { return nil }
        let factors = session.factors
        return .message {
            $0.set(
                "user",
                .message {
                    $0.set("verifiedAt", verifiedAt)
                    $0.set("id", user.id)
                    $0.set("loginName", user.preferredLoginName)
                    $0.set("displayName", user.displayName)
                    $0.set("organizationId", user.organizationID)
                })
            $0.set("password", factors.password.map(verified))
            $0.set("webAuthN", factors.webAuthn.map(webAuthn))
            $0.set("intent", factors.intent.map(verified))
            $0.set("totp", factors.totp.map(verified))
            $0.set("otpSms", factors.otpSMS.map(verified))
            $0.set("otpEmail", factors.otpEmail.map(verified))
            $0.set("recoveryCode", factors.recoveryCode.map(verified))
        }
    }

    private func verified(_ moment: Timestamp) -> JSONObject {
        .message { $0.set("verifiedAt", moment) }
    }

    private func webAuthn(_ moment: Timestamp) -> JSONObject {
        .message {
            $0.set("verifiedAt", moment)
            $0.set("userVerified", session.factors.isUserVerified)
        }
    }

    private var metadataMessage: JSONObject? {
        guard !metadata.isEmpty else { return nil }
        return JSONObject(
            uniqueMembers: metadata.map { .init(name: $0.key, value: .string(Base64.encode($0.value))) })
    }
}

extension UserAgent {
    fileprivate var message: JSONObject? {
        guard !isEmpty else { return nil }
        return .message {
            $0.set("fingerprintId", fingerprintID)
            $0.set("ip", ip)
            $0.set("description", description)
            if !header.isEmpty {
                $0.set(
                    "header",
                    JSONObject(
                        uniqueMembers: header.members.map {
                            .init(name: $0.name, value: .object(["values": $0.value]))
                        }))
            }
        }
    }
}

extension SessionChallengeAnswers {
    /// `zitadel.session.v2.Challenges`; `nil` when nothing was asked for.
    var message: JSONObject? {
        guard webAuthn != nil || otpSMS != nil || otpEmail != nil else { return nil }
        return .message {
            $0.set(
                "webAuthN",
                webAuthn.map { options in JSONObject.message { $0.set("publicKeyCredentialRequestOptions", options) } })
            $0.set("otpSms", otpSMS?.code ?? "")
            $0.set("otpEmail", otpEmail?.code ?? "")
        }
    }
}

extension SessionChallengeAnswers.OneTime {
    fileprivate var code: String? {
        switch self {
        case .returned(let code): code
        case .sent: nil
        }
    }
}
