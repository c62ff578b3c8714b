internal import Domain
internal import HTTP
internal import Model

extension LoginPages {
    /// Colors of an organization, as a style sheet of their own: inline styles are forbidden.
    var brandingRoute: Route {
        Route(.get, Look.path, "login-branding") { [parts] request in
            // A query that cannot be read names no organization.
            let query = (try? Form(query: request.query)) ?? Form()
            let look = await Look(of: query["organization"].map { Organization.ID($0) }, parts)
            return HTTPResponse(
                .ok,
                fields: [
                    "Content-Type": "text/css; charset=utf-8", "X-Content-Type-Options": "nosniff",
                    "Cache-Control": "public, max-age=3600",
                ], body: .bytes(Array(look.styleSheet.utf8)))
        }
    }

    /// The addresses of the older pages, which links and bookmarks still name.
    var olderRoutes: [Route] {
        let pages: [(String, Place?)] = [("/ui/login", .login), ("/ui/login/{page}", nil), ("/ui/v2/login", .login)]
        return olderLinks
            + pages.map { path, place in
                Route(.get, path, "login-older") { request in
                    let found = place ?? request.parameters["page"].flatMap { Place(older: $0) } ?? .login
                    let query = (try? Form(query: request.query)) ?? Form()  // Without what cannot be read.
                    let pairs = query.pairs.map { ($0.name == "authRequestID" ? "authRequest" : $0.name, $0.value) }
                    let location = SafeURL(path: found.path, query: pairs, encode: FormCoding.encode)
                    return HTTPResponse.redirect(.found, to: location.text).withPageProtection(formTarget: nil)
                }
            }
    }

    /// The addresses of links in mails, as the older pages had them. A code of theirs that is not known here is refused
    /// like any other, on a page that leads to a new one.
    private var olderLinks: [Route] {
        let links: [(String, Place, [(name: String, value: String)])] = [
            ("/ui/login/password/init", .setPassword, []), ("/ui/login/user/init", .setPassword, []),
            ("/ui/login/mail/verification", .verify, []), ("/ui/login/user/invite", .verify, [("invite", "true")]),
            ("/ui/login/login/passwordless/init", .passkeySetUp, []),
        ]
        let names = ["userID": "userId", "code": "code", "codeID": "codeId", "orgID": "organization"]
        return links.map { path, place, more in
            Route(.get, path, "login-older") { request in
                let query = (try? Form(query: request.query)) ?? Form()  // Without what cannot be read.
                let pairs = query.pairs.compactMap { pair in names[pair.name].map { (name: $0, value: pair.value) } }
                let location = SafeURL(path: place.path, query: pairs + more, encode: FormCoding.encode)
                return HTTPResponse.redirect(.found, to: location.text).withPageProtection(formTarget: nil)
            }
        }
    }
}
