internal import Crypto
internal import Domain
internal import FoundationEssentials
internal import HTTP
internal import OAuth
internal import Platform

// How each section of the settings is read; the defaults stand beside the names.

extension Configuration {
    static func http(_ reader: inout SettingsReader) -> HTTPConfiguration {
        var addresses: [ListenAddress] = []
        for text in reader.text("LISTEN", default: "127.0.0.1:8080").split(separator: ",") {
            if let address = ListenAddress(text.filter { $0 != " " }) {
                addresses.append(address)
            } else {
                reader.mistake("LISTEN", "\(text) is not an address: write 127.0.0.1:8080, [::1]:8080 or unix:PATH")
            }
        }
        var http = HTTPConfiguration(listen: addresses)
        let cores = ProcessInfo.processInfo.activeProcessorCount
        http.eventLoops = reader.integer("EVENTLOOPS", in: 1...256, default: cores)
        http.limits.connectionsPerLoop = reader.integer("HTTP_MAXCONNECTIONS", in: 1...1_000_000, default: 16384)
        http.limits.connectionsPerAddress = reader.integer(
            "HTTP_MAXCONNECTIONSPERADDRESS", in: 1...1_000_000, default: 1024)
        http.limits.bodyBytes = reader.integer(
            "HTTP_MAXBODYBYTES", in: 65536...1_073_741_824, default: 4 * 1024 * 1024)
        http.timeouts.drain = reader.duration(
            "HTTP_DRAINTIMEOUT", in: .seconds(0) ... .minutes(10), default: .seconds(10))
        for text in reader.text("TRUSTED_PROXIES", default: "").split(separator: ",") {
            let name = text.filter { $0 != " " }
            if name == "unix" {
                http.trustedProxies.includesLocalSocket = true
            } else if let network = IPNetwork(name) {
                http.trustedProxies.networks.append(network)
            } else {
                reader.mistake("TRUSTED_PROXIES", "\(text) is not a network: write 10.0.0.0/8, ::1/128 or unix")
            }
        }
        return http
    }

    static func external(_ reader: inout SettingsReader) -> (url: String, host: String) {
        var text = reader.text("EXTERNAL_URL", default: "http://localhost:8080")
        if text.hasSuffix("/") { text.removeLast() }
        guard let url = URL(string: text), let host = url.host(), !host.isEmpty,
            url.scheme == "https" || url.scheme == "http", url.path().isEmpty, url.query() == nil,
            url.fragment() == nil, url.user() == nil
        else {
            reader.mistake("EXTERNAL_URL", "must be http:// or https:// with a host and nothing behind it")
            return (text, "localhost")
        }
        return (text, host)
    }

    static func store(_ reader: inout SettingsReader) -> StoreConfiguration {
        var address = StoreAddress(sqlitePath: "alcazar.db")
        if let text = reader.text("DATABASE_URL") {
            do throws(StartError) {
                address = try StoreAddress(text)
            } catch {
                reader.mistake("DATABASE_URL", error.description)
            }
        }
        return StoreConfiguration(
            address: address,
            connectionLimit: reader.integer("DATABASE_POSTGRES_MAXOPENCONNS", in: 1...1000, default: 10),
            connectionLifetime: reader.duration(
                "DATABASE_POSTGRES_MAXCONNLIFETIME", in: .minutes(1) ... .days(366), default: .minutes(30)),
            patience: reader.duration(
                "DATABASE_POSTGRES_AWAITINITIALCONN", in: .zero ... .hours(1), default: .seconds(30)))
    }

    static func masterKey(_ reader: inout SettingsReader) -> MasterKeySource {
        let value = reader.text("MASTERKEY")
        let file = reader.text("MASTERKEY_FILE")
        switch (value, file) {
        case (_?, _?):
            reader.mistake("MASTERKEY", "set either this or ALCAZAR_MASTERKEY_FILE")
            return .generatedFile("keys/master.key")
        case (let value?, nil):
            guard let bytes = MasterKeyFile.decode(value) else {
                reader.mistake("MASTERKEY", "must be 32 characters, or 32 bytes in base64 or in hexadecimal")
                return .generatedFile("keys/master.key")
            }
            return .value(Secret(bytes))
        case (nil, let file?): return .file(file)
        case (nil, nil): return .generatedFile("keys/master.key")
        }
    }

    static func tls(_ reader: inout SettingsReader) -> TLSFiles? {
        let certificate = reader.text("TLS_CERTIFICATE")
        let key = reader.text("TLS_KEY")
        switch (certificate, key) {
        case (nil, nil): return nil
        case (let certificate?, let key?): return TLSFiles(certificate: certificate, key: key)
        default:
            reader.mistake("TLS_CERTIFICATE", "ALCAZAR_TLS_CERTIFICATE and ALCAZAR_TLS_KEY must be set together")
            return nil
        }
    }

    static func lifetimes(_ reader: inout SettingsReader) -> TokenLifetimes {
        let range = Duration.minutes(1) ... .days(366)
        var lifetimes = TokenLifetimes()
        lifetimes.accessToken = reader.duration(
            "DEFAULTINSTANCE_OIDCSETTINGS_ACCESSTOKENLIFETIME", in: range, default: .hours(12))
        lifetimes.idToken = reader.duration(
            "DEFAULTINSTANCE_OIDCSETTINGS_IDTOKENLIFETIME", in: range, default: .hours(12))
        return lifetimes
    }

    static func logLevel(_ reader: inout SettingsReader) -> Log.Level {
        let text = reader.text("LOG_LEVEL", default: "info")
        guard let level = Log.Level(rawValue: text.lowercased()) else {
            reader.mistake("LOG_LEVEL", "must be debug, info, warning or error")
            return .info
        }
        return level
    }
}
