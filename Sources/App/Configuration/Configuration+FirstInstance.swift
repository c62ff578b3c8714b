internal import Domain
internal import OAuth
internal import Platform

extension Configuration {
    static func firstInstance(_ reader: inout SettingsReader) -> FirstInstance {
        var first = FirstInstance()
        first.name = reader.text("FIRSTINSTANCE_INSTANCENAME", default: first.name)
        first.organizationName = reader.text("FIRSTINSTANCE_ORG_NAME", default: first.organizationName)
        let human = "FIRSTINSTANCE_ORG_HUMAN_"
        first.human.username = reader.text(human + "USERNAME", default: first.human.username)
        first.human.givenName = reader.text(human + "FIRSTNAME", default: first.human.givenName)
        first.human.familyName = reader.text(human + "LASTNAME", default: first.human.familyName)
        first.human.email = reader.text(human + "EMAIL_ADDRESS")
        first.human.password = reader.text(human + "PASSWORD").map { Secret($0) }
        first.human.isPasswordChangeRequired = reader.bool(human + "PASSWORDCHANGEREQUIRED", default: true)
        first.machine = machine(
            &reader, "FIRSTINSTANCE_ORG_MACHINE_", key: true,
            keyPath: "FIRSTINSTANCE_MACHINEKEYPATH", tokenPath: "FIRSTINSTANCE_PATPATH")
        first.loginClient = machine(
            &reader, "FIRSTINSTANCE_ORG_LOGINCLIENT_", key: false, keyPath: nil,
            tokenPath: "FIRSTINSTANCE_LOGINCLIENTPATPATH")
        return first
    }

    private static func machine(
        _ reader: inout SettingsReader, _ prefix: String, key: Bool, keyPath: String?, tokenPath: String
    ) -> FirstInstance.Machine? {
        let username = reader.text(prefix + "MACHINE_USERNAME")
        let name = reader.text(prefix + "MACHINE_NAME")
        let tokenExpiry = reader.timestamp(prefix + "PAT_EXPIRATIONDATE")
        let tokenFile = reader.text(tokenPath)
        var keyExpiry: Timestamp?
        var hasKey = false
        if key {
            keyExpiry = reader.timestamp(prefix + "MACHINEKEY_EXPIRATIONDATE")
            let type = reader.text(prefix + "MACHINEKEY_TYPE")
            hasKey = type != nil || keyExpiry != nil
            if let type, type != "1", type.uppercased() != "JSON", type != "KEY_TYPE_JSON" {
                reader.mistake(prefix + "MACHINEKEY_TYPE", "must be 1, the JSON file")
            }
        }
        let keyFile = keyPath.flatMap { reader.text($0) }
        guard let username else {
            if name != nil || tokenExpiry != nil || hasKey {
                reader.mistake(prefix + "MACHINE_USERNAME", "must be set when anything else of the machine user is")
            }
            return nil
        }
        return FirstInstance.Machine(
            username: username, name: name ?? username, keyExpiry: hasKey ? keyExpiry ?? .distantFuture : nil,
            keyFile: keyFile, tokenExpiry: tokenExpiry, tokenFile: tokenFile)
    }

    /// `nil` when keys are rotated by hand only.
    static func webKeyRotation(_ reader: inout SettingsReader, _ lifetimes: TokenLifetimes) -> WebKeyRotation? {
        let isEnabled = reader.bool("WEBKEYS_ROTATION_ENABLED", default: true)
        let interval = reader.duration(
            "WEBKEYS_ROTATION_INTERVAL", in: .days(1) ... .days(3660), default: .days(90))
        guard isEnabled else { return nil }
        return WebKeyRotation(
            activeAge: interval, longestTokenLifetime: lifetimes.longest)
    }
}
