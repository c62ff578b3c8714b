/// Where applications may have responses sent (RFC 9700 §2.1): to the URIs that they registered, compared byte for byte.
package struct RedirectURIs: Sendable {
    private let configuration: OIDCConfiguration

    package init(configuration: OIDCConfiguration) {
        self.configuration = configuration
    }

    /// - Returns: why a response may not be sent there; `nil` when it may.
    package func refusal(of uri: String) -> String? {
        guard isRegistered(uri, in: configuration.redirectURIs) else {
            return "The redirect_uri is not registered for this application."
        }
        return refusalOfScheme(uri)
    }

    /// The same for the URIs after signing out, which are registered apart.
    package func isPostLogoutURI(_ uri: String) -> Bool {
        isRegistered(uri, in: configuration.postLogoutRedirectURIs) && refusalOfScheme(uri) == nil
    }

    private func isRegistered(_ uri: String, in registered: [String]) -> Bool {
        registered.contains { $0.utf8.elementsEqual(uri.utf8) || isSameLoopback($0, uri) }
    }

    /// A native application listens on a port that the system gives it (RFC 8252 §7.3).
    private func isSameLoopback(_ registered: String, _ given: String) -> Bool {
        guard configuration.applicationType == .native, let registered = AbsoluteURI(registered),
            let given = AbsoluteURI(given), given.isWeb, given.isLoopback, !given.hasUserInfo
        else { return false }
        return registered.scheme == given.scheme && registered.host == given.host && !registered.hasUserInfo
            && registered.rest.utf8.elementsEqual(given.rest.utf8)
    }

    private func refusalOfScheme(_ text: String) -> String? {
        guard let uri = AbsoluteURI(text), !uri.rest.contains("#"),
            !["javascript", "data", "vbscript", "file", "about", "blob"].contains(uri.scheme)
        else { return "The redirect_uri is no URI that a response can be sent to." }
        switch uri.scheme {
        case "https": return nil
        case "http" where configuration.isDevelopmentMode: return nil
        case "http":
            switch configuration.applicationType {
            // OpenID Connect Core §3.1.2.1: whoever reads a code on its way cannot use it without the secret.
            case .web where !usesImplicit && (configuration.authenticationMethod != .none || uri.isLoopback): return nil
            case .native where uri.isLoopback: return nil
            default: return "This application may not use a redirect_uri with http."
            }
        default:
            guard configuration.applicationType == .native || configuration.isDevelopmentMode else {
                return "This application may not use a redirect_uri with a scheme of its own."
            }
            return nil
        }
    }

    private var usesImplicit: Bool { configuration.grantTypes.contains(.implicit) }
}
