internal import COpenSSL
internal import Crypto
internal import Platform

/// Keys in PEM and DER. What is accepted is a key of an allowed kind that survives being written.
enum KeyTarget {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        if bytes.starts(with: "-".utf8) || bytes.first.map({ $0 >= 0x41 && $0 < 0x7F }) == true {
            let pem = String(decoding: bytes, as: UTF8.self)
            try checkPublic { () throws(CryptoError) in try PublicKey(pem: pem) }
            try checkPrivate { () throws(CryptoError) in try PrivateKey(pem: pem) }
        } else {
            try checkPublic { () throws(CryptoError) in try PublicKey(der: bytes) }
            try checkPrivate { () throws(CryptoError) in try PrivateKey(der: bytes) }
        }
        try hold(ERR_peek_error() == 0, "an error is left behind for the next user of the library")
    }

    private static func checkPublic(_ read: () throws(CryptoError) -> PublicKey) throws(Violation) {
        let key: PublicKey
        do throws(CryptoError) { key = try read() } catch { return }
        try checkKind(key.kind)
        let again: [PublicKey]
        do throws(CryptoError) {
            again = [try PublicKey(der: key.der()), try PublicKey(pem: key.pem()), try PublicKey(key.components)]
        } catch {
            throw Violation(rule: "a written public key is not read: \(error)")
        }
        try hold(again.allSatisfy { $0 == key }, "a written public key is another one")
    }

    private static func checkPrivate(_ read: () throws(CryptoError) -> PrivateKey) throws(Violation) {
        let key: PrivateKey
        do throws(CryptoError) { key = try read() } catch { return }
        try checkKind(key.kind)
        try hold("\(key)" == "<redacted>", "a private key prints itself")
        let again: [PrivateKey]
        do throws(CryptoError) {
            again = [try PrivateKey(der: key.der().exposed), try PrivateKey(pem: key.pem().exposed)]
        } catch {
            throw Violation(rule: "a written private key is not read: \(error)")
        }
        try hold(again.allSatisfy { $0.publicKey == key.publicKey }, "a written private key is another one")
    }

    private static func checkKind(_ kind: KeyKind) throws(Violation) {
        if case .rsa(let bits) = kind { try hold((2048...8192).contains(bits), "a key of \(bits) bits is accepted") }
    }
}
