/// How sure a sign-in is: the values of `acr` that the service knows (OpenID Connect Core §2), the weakest first. Whoever
/// has reached one has reached those before it.
package enum ContextClass: String, Sendable, CaseIterable {
    case oneFactor = "1fa"
    case multiFactor = "mfa"
    /// With a key that proves nothing to another site (OpenID Connect Extended Authentication Profile ACR Values 1.0 §2).
    case phishingResistant = "phr"

    /// What a sign-in has reached.
    /// - Parameter methods: its values of `amr` (RFC 8176 §2).
    package init(methods: [String]) {
        guard methods.contains("mfa") else {
            self = .oneFactor
            return
        }
        self = methods.contains("user") ? .phishingResistant : .multiFactor
    }

    private var rank: Int {
        switch self {
        case .oneFactor: 1
        case .multiFactor: 2
        case .phishingResistant: 3
        }
    }
}

extension ContextClass: Comparable {
    package static func < (weaker: ContextClass, stronger: ContextClass) -> Bool { weaker.rank < stronger.rank }
}

extension AuthParameters {
    /// The weakest sign-in that the application accepts; `nil` for any (OpenID Connect Core §5.5.1.1).
    package var leastClass: ContextClass? { requiredClasses.min() }

    /// The `acr` of an ID token for applications that ask for one (OpenID Connect Core §3.1.2.1, §5.5.1.1): of the values
    /// that are asked for and reached, the most wanted one. When that is none, which no application can have required, it
    /// is what was reached.
    /// - Parameter methods: the `amr` of the sign-in.
    package func contextClass(of methods: [String]) -> ContextClass? {
        guard !acrValues.isEmpty || claims.idToken.contains("acr") else { return nil }
        let reached = ContextClass(methods: methods)
        let wanted = requiredClasses.isEmpty ? acrValues.compactMap(ContextClass.init(rawValue:)) : requiredClasses
        return wanted.first { $0 <= reached } ?? reached
    }
}
