internal import COpenSSL
internal import Crypto
internal import JOSE
internal import Platform

/// Signed tokens in the compact form: only what the holder of a key signed is ever accepted.
enum JWSTarget {
    /// Published tokens with their keys, by which nothing else was ever signed.
    private static let known: [(token: String, key: VerificationKey, isMalleable: Bool)] = {
        let sources = [
            ("rfc7515/A.2.json", "rfc7515/A.2.public.pem", false), ("rfc7515/A.3.json", "rfc7515/A.3.public.pem", true),
            ("rfc7515/A.4.json", "rfc7515/A.4.public.pem", true),
            ("rfc8037/A.4.json", "rfc8037/A.2.public.pem", false),
        ]
        return sources.compactMap { token, key, isMalleable in
            guard let text = Corpus.json(token)?["token"]?.stringValue, let pem = Corpus.text(key) else { return nil }
            do throws(CryptoError) {
                return (text, VerificationKey(try PublicKey(pem: pem)), isMalleable)
            } catch {
                return nil
            }
        }
    }()

    static func check(_ bytes: [UInt8]) throws(Violation) {
        try hold(known.count == 4, "the published tokens are missing")
        let text = String(decoding: bytes, as: UTF8.self)
        let token: CompactJWS
        do throws(JOSEError) { token = try CompactJWS(text) } catch { return }
        try hold(text.utf8.count { $0 == UInt8(ascii: ".") } == 2, "a token has more or fewer parts")
        // Reading the unproved issuer may fail, but only in its own way.
        do throws(JOSEError) { _ = try token.unverifiedIssuer() } catch {}
        for (genuine, key, isMalleable) in known {
            do throws(JOSEError) {
                _ = try token.verifiedPayload(key)
            } catch {
                try hold(!text.isSame(as: genuine), "a published token is refused: \(error)")
                continue
            }
            // Of an ECDSA signature (r, s) everybody can make (r, n - s); what is signed stays the same.
            let isGenuine = isMalleable ? signed(text).isSame(as: signed(genuine)) : text.isSame(as: genuine)
            try hold(isGenuine, "an altered token is accepted")
        }
        try hold(ERR_peek_error() == 0, "an error is left behind for the next user of the library")
    }

    private static func signed(_ token: String) -> String {
        String(
            decoding: token.utf8.prefix(upTo: token.utf8.lastIndex(of: UInt8(ascii: ".")) ?? token.endIndex),
            as: UTF8.self)
    }
}
