internal import Crypto

/// What an authenticator says and signs (WebAuthn Level 2 §6.1; the backup flags are of Level 3 §6.1).
package struct AuthenticatorData: Sendable, Hashable {
    /// SHA-256 of the RP id.
    package let relyingPartyHash: [UInt8]
    package let isUserPresent: Bool
    package let isUserVerified: Bool
    /// Whether the credential may be copied to other devices, and whether it is.
    package let isBackupEligible: Bool
    package let isBackedUp: Bool
    /// Grows with each use, unless the authenticator does not count.
    package let signCount: UInt32
    package let attestedCredential: AttestedCredential?

    /// - Throws: `.malformedAuthenticatorData`, `.credentialIDTooLong`, or what is wrong with the key.
    package init(decoding bytes: [UInt8]) throws(WebAuthnError) {
        guard bytes.count >= 37 else { throw .malformedAuthenticatorData }
        relyingPartyHash = Array(bytes[..<32])
        let flags = bytes[32]
        isUserPresent = flags & Flag.userPresent != 0
        isUserVerified = flags & Flag.userVerified != 0
        isBackupEligible = flags & Flag.backupEligible != 0
        isBackedUp = flags & Flag.backedUp != 0
        signCount = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
        var rest = bytes[37...]
        attestedCredential =
            flags & Flag.attestedCredential != 0 ? try AttestedCredential(consuming: &rest) : nil
        if flags & Flag.extensions != 0 { try Self.skipExtensions(&rest) }
        guard rest.isEmpty else { throw .malformedAuthenticatorData }
    }

    /// Extensions are not asked for, so what they say is not looked at; that they are well-formed is.
    private static func skipExtensions(_ rest: inout ArraySlice<UInt8>) throws(WebAuthnError) {
        do throws(CBORError) {
            let (value, count) = try CBORValue.prefix(of: rest)
            guard value.mapValue != nil else { throw .unsupportedItem }
            rest = rest.dropFirst(count)
        } catch {
            throw .cbor(error)
        }
    }

    private enum Flag {
        static let userPresent: UInt8 = 1 << 0
        static let userVerified: UInt8 = 1 << 2
        static let backupEligible: UInt8 = 1 << 3
        static let backedUp: UInt8 = 1 << 4
        static let attestedCredential: UInt8 = 1 << 6
        static let extensions: UInt8 = 1 << 7
    }
}

/// The credential that an authenticator made (WebAuthn Level 2 §6.5.1).
package struct AttestedCredential: Sendable, Hashable {
    /// WebAuthn Level 2 §7.1 step 17.
    package static let longestID = 1023

    /// The model of the authenticator; zeros when it does not tell.
    package let aaguid: [UInt8]
    package let id: [UInt8]
    package let key: COSEKey
    /// The key as it was written.
    package let keyBytes: [UInt8]

    init(consuming bytes: inout ArraySlice<UInt8>) throws(WebAuthnError) {
        guard bytes.count >= 18 else { throw .malformedAuthenticatorData }
        aaguid = Array(bytes.prefix(16))
        bytes = bytes.dropFirst(16)
        let length = bytes.prefix(2).reduce(0) { $0 << 8 | Int($1) }
        bytes = bytes.dropFirst(2)
        guard length <= Self.longestID else { throw .credentialIDTooLong }
        guard length > 0, bytes.count >= length else { throw .malformedAuthenticatorData }
        id = Array(bytes.prefix(length))
        bytes = bytes.dropFirst(length)
        let read: (value: CBORValue, count: Int)
        do throws(CBORError) { read = try CBORValue.prefix(of: bytes) } catch { throw .cbor(error) }
        keyBytes = Array(bytes.prefix(read.count))
        bytes = bytes.dropFirst(read.count)
        key = try COSEKey(read.value)
    }
}
