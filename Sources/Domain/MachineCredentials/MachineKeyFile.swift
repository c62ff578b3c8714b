internal import Crypto
package import Model
package import Platform

/// The file that a machine user keeps: its private key with everything that the JWT profile needs (RFC 7523 §2.1).
package enum MachineKeyFile {
    /// The file as JSON text; the members stand in the order that clients show.
    package static func json(
        keyID: AuthenticationKey.ID, pkcs1PEM: Secret<String>, expiresAt: Timestamp, userID: User.ID
    ) -> Secret<[UInt8]> {
        let file: JSONValue = [
            "type": "serviceaccount", "keyId": .string(keyID.rawValue), "key": .string(pkcs1PEM.exposed),
            "expirationDate": .string(expiresAt.rfc3339), "userId": .string(userID.rawValue),
        ]
        return Secret(file.utf8)
    }

    /// A new RSA key: the public half for the store, the private half for the file.
    static func generate(
        with generator: KeyGenerator
    ) async throws(DomainError) -> (publicKey: [UInt8], pkcs1PEM: Secret<String>) {
        let key = try await generator.generate(.rsa(bits: 2048))
        // A key that was just made can be written down, unless the process is out of memory.
        do throws(CryptoError) {
            return (try key.publicKey.der(), try key.pkcs1PEM())
        } catch {
            throw .internalFault
        }
    }

    /// A public key that somebody else made, as SubjectPublicKeyInfo in DER.
    /// - Parameter pem: the bytes of a `PUBLIC KEY` block with an RSA, EC or Ed25519 key.
    /// - Throws: `COMMAND-5F3h1` for anything else, and for keys that are too weak.
    static func publicKey(fromPEM pem: [UInt8]) throws(DomainError) -> [UInt8] {
        do throws(CryptoError) {
            guard let text = String(validating: pem, as: UTF8.self) else { throw .malformedKey }
            return try PublicKey(pem: text).der()
        } catch {
            throw DomainError(
                .invalidArgument, "COMMAND-5F3h1",
                "Public key is not a valid RSA public key in PKIX format with PEM encoding")
        }
    }
}
