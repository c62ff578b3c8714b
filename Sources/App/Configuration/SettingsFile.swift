internal import FoundationEssentials
internal import Platform

/// The optional settings file: a JSON object with the names of the variables, nested at the underscores:
/// `{"external": {"url": "https://id.example.com"}}` is `ALCAZAR_EXTERNAL_URL`.
enum SettingsFile {
    static func read(_ path: String) throws(ConfigurationError) -> [String: String] {
        // Why the file cannot be read is in most cases its name; the path is all that helps.
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError(["ALCAZAR_CONFIG: cannot read \(path)"])
        }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: data)
        } catch {
            throw ConfigurationError(["ALCAZAR_CONFIG: \(path): \(error.reason.rawValue) at byte \(error.offset)"])
        }
        guard case .object(let object) = value else {
            throw ConfigurationError(["ALCAZAR_CONFIG: \(path): must be a JSON object"])
        }
        var settings: [String: String] = [:]
        flatten(object, SettingsReader.prefix, into: &settings)
        return settings
    }

    private static func flatten(_ object: JSONObject, _ prefix: String, into settings: inout [String: String]) {
        for member in object.members {
            let name = prefix + member.name.uppercased()
            switch member.value {
            case .object(let nested): flatten(nested, name + "_", into: &settings)
            case .string(let text): settings[name] = text
            case .array(let elements): settings[name] = elements.compactMap(\.stringValue).joined(separator: ",")
            default: settings[name] = member.value.text
            }
        }
    }
}

/// Everything that is wrong with the settings, one sentence each.
package struct ConfigurationError: Error, Sendable {
    package let mistakes: [String]

    package init(_ mistakes: [String]) {
        self.mistakes = mistakes
    }
}
