// An application that signs people in, to click through in the demo. It is a relying party like any other: it has an
// origin of its own, knows the provider by its URL and its client secret, and speaks to it over the network.

internal import HTTP
internal import Platform
internal import Synchronization

/// The pages of the sample application.
final class SampleApplication: Sendable {
    static let callbackPath = "/callback"
    static let signedOutPath = "/signed-out"
    private static let cookieName = "alcazar_sample"

    private let issuer: String
    private let registered = Mutex<SampleProvider?>(nil)
    private let visits = SampleVisits()

    /// - Parameter issuer: the provider's.
    init(issuer: String) {
        self.issuer = issuer
    }

    /// Takes up work: the provider knows the application now.
    func open(with provider: SampleProvider) {
        registered.withLock { $0 = provider }
    }

    private func provider() throws(SampleError) -> SampleProvider {
        guard let provider = registered.withLock({ $0 }) else {
            throw SampleError("This application is not ready yet.")
        }
        return provider
    }

    var router: Router {
        Router(routes: routes) { _, allowed in .empty(allowed.isEmpty ? .notFound : .methodNotAllowed) }
    }

    private var routes: [Route] {
        [
            Route(.get, "/", "sample_home") { await self.home($0) },
            Route(.get, "/style.css", "sample_style") { _ in
                HTTPResponse(.ok, fields: ["Content-Type": "text/css"], body: .bytes(Array(SamplePages.style.utf8)))
            },
            page(.post, "/sign-in", "sample_sign_in", signIn),
            page(.get, "/callback", "sample_callback", finish),
            page(.post, "/refresh", "sample_refresh", refresh),
            page(.post, "/sign-out", "sample_sign_out", signOut),
            Route(.get, "/signed-out", "sample_signed_out") { _ in self.respond(.ok, SamplePages.signedOut) },
        ]
    }

    /// A page whose errors are a page too. What changes something is asked for by the sample's own forms only.
    private func page(
        _ method: HTTPMethod, _ path: String, _ name: StaticString,
        _ handler: @escaping @Sendable (HTTPRequest) async throws(SampleError) -> HTTPResponse
    ) -> Route {
        Route(method, path, name) { request in
            do throws(SampleError) {
                let origin = try self.provider().origin
                guard method == .get || request.fields["Origin"] == origin else {
                    throw SampleError("This was not asked for by a page of this application.")
                }
                return try await handler(request)
            } catch {
                return self.respond(.badRequest, SamplePages.failure(error.reason))
            }
        }
    }

    private func home(_ request: HTTPRequest) async -> HTTPResponse {
        guard case .signedIn(let tokens)? = visits[request.cookie(Self.cookieName)] else {
            return respond(.ok, SamplePages.welcome(issuer: issuer))
        }
        do throws(SampleError) {
            let userinfo = try await provider().userinfo(tokens)
            return respond(.ok, SamplePages.signedIn(tokens, userinfo: .success(userinfo)))
        } catch {
            return respond(.ok, SamplePages.signedIn(tokens, userinfo: .failure(error)))
        }
    }

    private func signIn(_ request: HTTPRequest) async throws(SampleError) -> HTTPResponse {
        let attempt = SampleVisit.Attempt()
        let url = try await provider().authorizationURL(attempt)
        return redirect(to: url, visits.keep(.signingIn(attempt), insteadOf: request.cookie(Self.cookieName)))
    }

    private func finish(_ request: HTTPRequest) async throws(SampleError) -> HTTPResponse {
        let parameters: Form
        do throws(FormError) {
            parameters = try Form(query: request.query)
        } catch {
            throw SampleError("The answer cannot be read.")
        }
        guard let attempt = visits.takeAttempt(request.cookie(Self.cookieName)), parameters["state"] == attempt.state
        else { throw SampleError("This answer belongs to no sign-in of this browser.") }
        // Another provider's answer must not be taken for this one's (RFC 9207 §2.4).
        guard parameters["iss"] == issuer else { throw SampleError("Somebody else has answered.") }
        if let error = parameters["error"] {
            throw SampleError(parameters["error_description"].map { "\(error): \($0)" } ?? error)
        }
        guard let code = parameters["code"] else { throw SampleError("There is no code in the answer.") }
        let tokens = try await provider().redeem(code, attempt)
        return redirect(to: "/", visits.keep(.signedIn(tokens), insteadOf: nil))
    }

    private func refresh(_ request: HTTPRequest) async throws(SampleError) -> HTTPResponse {
        let name = request.cookie(Self.cookieName)
        guard case .signedIn(let tokens)? = visits[name] else { throw SampleError("Nobody is signed in.") }
        let fresh = try await provider().refresh(tokens)
        return redirect(to: "/", visits.keep(.signedIn(fresh), insteadOf: name))
    }

    /// Ends the sample's own session, then the provider's.
    private func signOut(_ request: HTTPRequest) async throws(SampleError) -> HTTPResponse {
        let name = request.cookie(Self.cookieName)
        guard case .signedIn(let tokens)? = visits[name] else { return .redirect(to: "/") }
        visits.end(name)
        return .redirect(to: try await provider().signOutURL(idToken: tokens.idToken))
    }

    private func redirect(to location: String, _ visit: String) -> HTTPResponse {
        var response = HTTPResponse.redirect(to: location)
        response.set(Cookie(Self.cookieName, visit, isSecure: false))
        return response
    }

    private func respond(_ status: HTTPStatus, _ page: String) -> HTTPResponse {
        // A form of this application ends up at the provider, which browsers count as a target of the form.
        HTTPResponse.html(status, page).with("Cache-Control", "no-store").with("Referrer-Policy", "same-origin")
            .with(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; form-action 'self' \(issuer); "
                    + "frame-ancestors 'none'; base-uri 'none'")
    }
}
