package import Platform

/// Settings that an organization has of its own or takes over from the instance. `init()` makes the built-in default,
/// which holds where nobody has chosen anything.
package protocol StoredSettings: Sendable, Hashable {
    static var kind: SettingsKind { get }
    /// What is stored, in the order in which it is written.
    static var fields: [SettingsField<Self>] { get }

    init()

    /// - Throws: an invalid argument for values that the service cannot keep to.
    func validate() throws(DomainError)
}

extension StoredSettings {
    package func validate() throws(DomainError) {}
}

/// The kinds of settings; the raw values are stored.
package enum SettingsKind: String, Sendable, CaseIterable {
    case login, lockout
    case passwordComplexity = "password_complexity"
    case passwordExpiry = "password_expiry"
    case domain, branding
    /// Branding that was chosen and is not shown yet.
    case brandingPreview = "branding_preview"
    case legalAndSupport = "legal_and_support"
    case security, notification
}

/// One stored property of settings: its name in the store and how it is read and written.
package struct SettingsField<Settings>: Sendable {
    let name: String
    let value: @Sendable (Settings) -> JSONValue
    /// `false` for a value that the property cannot have.
    let assign: @Sendable (inout Settings, JSONValue) -> Bool
}

extension StoredSettings {
    package var json: JSONObject {
        var object = JSONObject()
        for field in Self.fields { object.append(field.name, field.value(self)) }
        return object
    }

    /// - Returns: `nil` when a member has a value that cannot be. An absent one has its default, so that settings which
    ///   were stored by an older version can be read.
    package init?(json: JSONObject) {
        self.init()
        for field in Self.fields {
            guard let value = json[field.name] else { continue }
            guard field.assign(&self, value) else { return nil }
        }
    }
}

extension SettingsField {
    static func bool(_ name: String, _ path: any WritableKeyPath<Settings, Bool> & Sendable) -> SettingsField {
        field(name, path, { .bool($0) }, { $0.boolValue })
    }

    static func integer(_ name: String, _ path: any WritableKeyPath<Settings, Int64> & Sendable) -> SettingsField {
        field(name, path, { .integer($0) }, { $0.integerValue })
    }

    static func text(_ name: String, _ path: any WritableKeyPath<Settings, String> & Sendable) -> SettingsField {
        field(name, path, { .string($0) }, { $0.stringValue })
    }

    static func texts(_ name: String, _ path: any WritableKeyPath<Settings, [String]> & Sendable) -> SettingsField {
        field(
            name, path, { .array($0.map { .string($0) }) },
            { value in
                value.arrayValue.flatMap { elements in
                    let texts = elements.compactMap(\.stringValue)
                    return texts.count == elements.count ? texts : nil
                }
            })
    }

    /// Stored in milliseconds.
    static func duration(_ name: String, _ path: any WritableKeyPath<Settings, Duration> & Sendable) -> SettingsField {
        field(name, path, { .integer($0.milliseconds) }, { $0.integerValue.map { .milliseconds($0) } })
    }

    static func choice<Choice: RawRepresentable<String> & Sendable>(
        _ name: String, _ path: any WritableKeyPath<Settings, Choice> & Sendable
    ) -> SettingsField {
        field(name, path, { .string($0.rawValue) }, { $0.stringValue.flatMap(Choice.init(rawValue:)) })
    }

    static func choices<Choice: RawRepresentable<String> & Sendable>(
        _ name: String, _ path: any WritableKeyPath<Settings, [Choice]> & Sendable
    ) -> SettingsField {
        field(
            name, path, { .array($0.map { .string($0.rawValue) }) },
            { value in
                value.arrayValue.flatMap { elements in
                    let choices = elements.compactMap { $0.stringValue.flatMap(Choice.init(rawValue:)) }
                    return choices.count == elements.count ? choices : nil
                }
            })
    }

    private static func field<Value>(
        _ name: String, _ path: any WritableKeyPath<Settings, Value> & Sendable,
        _ write: @escaping @Sendable (Value) -> JSONValue, _ read: @escaping @Sendable (JSONValue) -> Value?
    ) -> SettingsField {
        SettingsField(name: name, value: { write($0[keyPath: path]) }) { settings, json in
            guard let value = read(json) else { return false }
            settings[keyPath: path] = value
            return true
        }
    }
}
