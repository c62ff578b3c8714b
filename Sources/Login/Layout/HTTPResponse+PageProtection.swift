internal import HTTP

extension HTTPResponse {
    /// What every answer of the pages says to browsers: keep nothing, show it in no frame, run nothing that is not ours,
    /// tell nobody the address. Forms may lead away only over TLS or to the application's own address, because a browser
    /// holds the redirects after a form to the same rule, also those that the application adds.
    /// - Parameter formTarget: the origin, or the scheme, of an application that is not reached over TLS.
    func withPageProtection(formTarget: String?) -> HTTPResponse {
        let targets = formTarget.map { "'self' https: \($0)" } ?? "'self'"
        return
            with(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "form-action \(targets); frame-ancestors 'none'; base-uri 'none'"
            )
            .with("X-Frame-Options", "DENY").with("Referrer-Policy", "no-referrer")
            .with("Cache-Control", "no-store").with("Cross-Origin-Opener-Policy", "same-origin")
            .with("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    }
}
