/// A code as it is sent to a person, once.
package struct IssuedCode: Sendable, Hashable {
    package let id: String
    /// What the person reads, and can type.
    package let code: String
    /// What our own link carries beside the code: whoever has it has read the message.
    package let proof: String

    package init(id: String, code: String, proof: String) {
        self.id = id
        self.code = code
        self.proof = proof
    }
}

/// A code as somebody brings it.
package struct PresentedCode: Sendable, Hashable {
    package let code: String
    /// ``IssuedCode/proof``, or what is said to be it; `nil` for a code that was typed or came by somebody else's link.
    package let proof: String?

    package init(_ code: String, proof: String? = nil) {
        self.code = code
        self.proof = proof
    }
}
