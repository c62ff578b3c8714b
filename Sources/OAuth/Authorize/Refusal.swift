package import HTTP

/// Why a person goes no further whose application cannot be told: it did not say where to, or nobody knows it.
///
/// How that looks, and the words around it, are not decided here: whoever builds the endpoints brings a ``Renderer``, so
/// that people see one kind of page whatever part of the service answers.
package struct Refusal: Error, Sendable {
    package enum Purpose: Sendable {
        case signIn, signOut
    }

    package struct Renderer: Sendable {
        private let render: @Sendable (Refusal, HTTPRequest) async -> HTTPResponse
        /// What the page that posts an answer says in the language of a request.
        let postWords: @Sendable (HTTPRequest) -> FormPostWords

        package init(
            render: @escaping @Sendable (Refusal, HTTPRequest) async -> HTTPResponse,
            postWords: @escaping @Sendable (HTTPRequest) -> FormPostWords
        ) {
            self.render = render
            self.postWords = postWords
        }

        func callAsFunction(_ refusal: Refusal, _ request: HTTPRequest) async -> HTTPResponse {
            await render(refusal, request)
        }
    }

    /// What the person came for.
    package let purpose: Purpose
    package let status: HTTPStatus
    /// A sentence in English for those who run the application. It never repeats what was sent.
    package let reason: String

    init(_ purpose: Purpose, _ status: HTTPStatus, _ reason: String) {
        self.purpose = purpose
        self.status = status
        self.reason = reason
    }
}
