// What the calls of `zitadel.webkey.v2.WebKeyService` say of themselves.

extension MethodContract {
    static let createWebKey = MethodContract(
        "Makes a key to sign tokens with.", [.oneOf("key", rsa, ecdsa, ed25519)],
        reply: [.text("id"), .moment("creationDate")])

    static let activateWebKey = MethodContract(
        "Signs tokens with this key from now on.", [.id("id")], reply: [.moment("changeDate")])

    static let deleteWebKey = MethodContract(
        "Deletes a key that signs no more; tokens that it signed end.", [.id("id")],
        reply: [.moment("deletionDate")])

    static let listWebKeys = MethodContract(
        "Lists the keys.", [],
        reply: [
            .messages(
                "webKeys",
                MessageSchema(
                    "zitadel.webkey.v2.WebKey", .text("id"), .moment("creationDate"), .moment("changeDate"),
                    .choice("state", WireWebKeyState.self), .oneOf("key", rsa, ecdsa, ed25519)))
        ])

    private static let rsa = MessageSchema.Member.message(
        "rsa",
        MessageSchema(
            "zitadel.webkey.v2.RSA", .choice("bits", WireRSABits.self, "By default 2048."),
            .choice("hasher", WireRSAHasher.self, "By default SHA-256.")))
    private static let ecdsa = MessageSchema.Member.message(
        "ecdsa", MessageSchema("zitadel.webkey.v2.ECDSA", .choice("curve", WireECDSACurve.self, "By default P-256.")))
    private static let ed25519 = MessageSchema.Member.message("ed25519", .empty("zitadel.webkey.v2.ED25519"))
}
