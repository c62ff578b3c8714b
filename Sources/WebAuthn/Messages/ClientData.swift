internal import Platform

/// What the browser collected and the authenticator signed the digest of (WebAuthn Level 2 §5.8.1).
struct ClientData: Sendable, Hashable {
    /// More than browsers write; they may add members.
    static let greatestLength = 16 * 1024

    let type: String
    /// As it is written: base64url.
    let challenge: String
    let origin: String
    let isCrossOrigin: Bool
    /// Whether the browser used token binding, which this service does not speak.
    let usesTokenBinding: Bool

    /// - Throws: `.malformedClientData`.
    init(decoding bytes: [UInt8]) throws(WebAuthnError) {
        // "UTF-8 decode" of §7.1 step 5 drops a byte order mark.
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard bytes.count <= Self.greatestLength,
            // Which fault of the JSON it is does not matter to anybody.
            let json = try? JSONValue(parsing: text, limits: JSONLimits(depth: 8, elements: 256)),
            let type = json["type"]?.stringValue, let challenge = json["challenge"]?.stringValue,
            let origin = json["origin"]?.stringValue
        else { throw .malformedClientData }
        (self.type, self.challenge, self.origin) = (type, challenge, origin)
        switch json["crossOrigin"] {
        case nil: isCrossOrigin = json["topOrigin"] != nil
        case .bool(let value): isCrossOrigin = value || json["topOrigin"] != nil
        default: throw .malformedClientData
        }
        switch json["tokenBinding"] {
        case nil: usesTokenBinding = false
        case .object(let binding):
            guard let status = binding["status"]?.stringValue else { throw .malformedClientData }
            usesTokenBinding = status == "present"
        default: throw .malformedClientData
        }
    }
}
