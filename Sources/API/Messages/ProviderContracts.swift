// What the calls about providers of messages say of themselves.

extension MethodContract {
    /// The calls of `zitadel.admin.v1.AdminService` about mail servers, Twilio and HTTP providers.
    enum Providers {
        static func get(_ field: String, _ provider: MessageSchema) -> MethodContract {
            MethodContract("Shows a provider of messages.", [.id("id")], reply: [.message(field, provider)])
        }

        static func active(_ field: String, _ provider: MessageSchema) -> MethodContract {
            MethodContract("Shows the provider that sends the messages.", [], reply: [.message(field, provider)])
        }

        static func list(_ provider: MessageSchema) -> MethodContract {
            MethodContract(
                "Lists the providers of messages.", [.listQueryV1],
                reply: [.listDetailsV1, .messages("result", provider)])
        }

        static let activate = MethodContract(
            "Lets this provider, and no other, send the messages.", [.id("id")], reply: [.details])
        static let deactivate = MethodContract(
            "Lets this provider send no more messages.", [.id("id")], reply: [.details])
        static let remove = MethodContract("Removes a provider of messages.", [.id("id")], reply: [.details])

        static let addHTTP = MethodContract(
            "Adds a provider that takes messages as JSON by HTTP.", http,
            reply: [.details, .text("id"), signingKey])

        static let updateHTTP = MethodContract(
            "Replaces the settings of a provider that takes messages by HTTP.",
            [.id("id")] + http + [.duration("expirationSigningKey", "If it is there, a new key is made.")],
            reply: [.details, signingKey])

        private static let http: [MessageSchema.Member] = [
            .text("endpoint", .between(1, 2048)), .text("description", .atMost(200)),
        ]
        private static let signingKey = MessageSchema.Member.text(
            "signingKey", .any, "By which the receiver proves where messages come from; it is shown only here.")
    }

    /// Mail servers, whose settings have the same names in all calls.
    enum MailServers {
        static let add = MethodContract(
            "Adds a mail server.", described + [password], reply: [.details, .text("id")])
        static let update = MethodContract(
            "Replaces the settings of a mail server; the password stays unless one is given.",
            [.id("id")] + described + [password], reply: [.details])
        static let updatePassword = MethodContract(
            "Replaces the password of a mail server.", [.id("id"), password], reply: [.details])
        static let testStored = MethodContract(
            "Sends a message through a stored mail server.", [.id("id"), receiver], reply: [])
        static let test = MethodContract(
            "Sends a message through a mail server that is not stored.",
            settings + [password, receiver, .text("id", .atMost(200), "Whose password to use.")], reply: [])

        static let addEmail = MethodContract(
            "Adds a mail server.", described + [password, authentication], reply: [.details, .text("id")])
        static let updateEmail = MethodContract(
            "Replaces the settings of a mail server; the password stays unless one is given.",
            [.id("id")] + described + [password, authentication], reply: [.details])
        static let testEmail = MethodContract(
            "Sends a message through a mail server that is not stored.",
            settings + [password, authentication, receiver, .text("id", .atMost(200), "Whose password to use.")],
            reply: [])

        static let shown: [MessageSchema.Member] = [
            .text("senderAddress"), .text("senderName"), .flag("tls"), .text("host"), .text("user"),
            .text("replyToAddress"),
        ]

        private static let settings: [MessageSchema.Member] = [
            .text("senderAddress", .between(1, 200)), .text("senderName", .between(1, 200)),
            .flag("tls", "Whether the connection must be secure."),
            .text("host", .between(1, 500), "With the port: `smtp.example.com:587`."), .text("user", .atMost(200)),
            .text("replyToAddress", .atMost(200)),
        ]
        private static let described = settings + [.text("description", .atMost(200))]
        private static let password = MessageSchema.Member.optionalText("password", .atMost(500))
        private static let receiver = MessageSchema.Member.text(
            "receiverAddress", .atMost(200), "By default the sender's.")
        private static let authentication = MessageSchema.Member.oneOf(
            "auth", .message("none", .empty("zitadel.admin.v1.SMTPNoAuth")),
            .message(
                "plain",
                MessageSchema(
                    "zitadel.admin.v1.SMTPPlainAuth", .optionalText("user", .atMost(200)),
                    .optionalText("password", .atMost(500)))),
            .message("xoauth2", .empty("zitadel.admin.v1.SMTPXOAuth2Auth"), "Not supported."))
    }

    /// Twilio.
    enum Twilio {
        static let add = MethodContract(
            "Adds an account at Twilio.", settings + [token], reply: [.details, .text("id")])
        static let update = MethodContract(
            "Replaces the settings of an account at Twilio; the token stays.", [.id("id")] + settings,
            reply: [.details])
        static let updateToken = MethodContract(
            "Replaces the token of an account at Twilio.", [.id("id"), token], reply: [.details])

        private static let settings: [MessageSchema.Member] = [
            .text("sid", .between(1, 200)), .text("senderNumber", .between(1, 200)),
            .text("description", .atMost(200)), .text("verifyServiceSid", .atMost(200), "Not supported."),
        ]
        private static let token = MessageSchema.Member.text("token", .between(1, 200))
    }
}

extension MessageSchema {
    static let emailProvider = MessageSchema(
        "zitadel.settings.v1.EmailProvider", .details, .text("id"), .choice("state", WireEmailProviderState.self),
        .text("description"),
        .oneOf(
            "config",
            .message(
                "smtp", MessageSchema("zitadel.settings.v1.EmailProviderSMTP", MethodContract.MailServers.shown)),
            .message("http", MessageSchema("zitadel.settings.v1.EmailProviderHTTP", .text("endpoint")))))

    static let smtpServer = MessageSchema(
        "zitadel.settings.v1.SMTPConfig",
        [.details] + MethodContract.MailServers.shown + [
            .choice("state", WireSMTPState.self), .text("description"), .text("id"),
        ])

    static let smsProvider = MessageSchema(
        "zitadel.settings.v1.SMSProvider", .details, .text("id"), .choice("state", WireSMSProviderState.self),
        .text("description"),
        .oneOf(
            "config",
            .message(
                "twilio", MessageSchema("zitadel.settings.v1.TwilioConfig", .text("sid"), .text("senderNumber"))),
            .message("http", MessageSchema("zitadel.settings.v1.HTTPConfig", .text("endpoint")))))
}
