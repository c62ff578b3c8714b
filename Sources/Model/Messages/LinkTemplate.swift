/// The text of a link in which placeholders such as `{{.Code}}` stand for values.
///
/// Of Go's template language only the field of the top value is understood. A link must be absolute; what a mail program
/// would carry out instead of opening is none.
package struct LinkTemplate: Sendable, Hashable {
    package enum Placeholder: String, Sendable, CaseIterable {
        case code = "Code"
        case userID = "UserID"
        case organizationID = "OrgID"
        case codeID = "CodeID"
        case sessionID = "SessionID"
        case loginName = "LoginName"
        case displayName = "DisplayName"
        case preferredLanguage = "PreferredLanguage"
    }

    private enum Piece: Sendable, Hashable {
        case text(String)
        case value(Placeholder)
    }

    /// The template as it was given.
    package let text: String
    private let pieces: [Piece]

    /// - Throws: `DOMAIN-oGh5e` for what is no template, `DOMAIN-ieYa7` for a placeholder that is not allowed here and
    ///   for a template that makes no link.
    package init(_ text: String, allowing placeholders: Set<Placeholder>) throws(DomainError) {
        self.text = text
        pieces = try Self.pieces(of: text[...], allowing: placeholders)
        let link = AbsoluteURI(rendered { _ in "1" })
        guard let link, !Self.carriedOut.contains(link.scheme), !link.isWeb || !link.host.isEmpty else {
            throw .templateFails
        }
    }

    /// The link. Values are percent-encoded, so that none of them changes its structure.
    package func rendered(_ value: (Placeholder) -> String) -> String {
        pieces.reduce(into: "") { link, piece in
            switch piece {
            case .text(let text): link += text
            case .value(let placeholder): link += Self.percentEncoded(value(placeholder))
            }
        }
    }

    /// Schemes that are a document or a program of their own.
    private static let carriedOut: Set<String> = ["javascript", "vbscript", "data", "file", "blob", "about"]

    private static func pieces(
        of text: Substring, allowing placeholders: Set<Placeholder>
    ) throws(DomainError) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text
        while let (before, name, after) = try nextField(in: rest) {
            guard let placeholder = Placeholder(rawValue: String(name)), placeholders.contains(placeholder) else {
                throw .templateFails
            }
            if !before.isEmpty { pieces.append(.text(String(before))) }
            pieces.append(.value(placeholder))
            rest = after
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        return pieces
    }

    /// The first field, with what stands before and behind it; `nil` when there is none.
    private static func nextField(
        in text: Substring
    ) throws(DomainError) -> (before: Substring, name: Substring, after: Substring)? {
        guard let open = place(of: "{{", in: text) else { return nil }
        guard let close = place(of: "}}", in: text[open.upperBound...]) else { throw .templateUnreadable }
        var field = text[open.upperBound..<close.lowerBound].drop { $0 == " " }
        while field.last == " " { field.removeLast() }
        guard field.first == ".", field.dropFirst().first?.isLetter == true,
            field.dropFirst().utf8.allSatisfy({ isNameByte($0) })
        else { throw .templateUnreadable }
        return (text[..<open.lowerBound], field.dropFirst(), text[close.upperBound...])
    }

    private static func place(of braces: String, in text: Substring) -> Range<Substring.Index>? {
        var index = text.startIndex
        while index < text.endIndex {
            if text[index...].hasPrefix(braces) { return index..<text.index(index, offsetBy: braces.count) }
            index = text.index(after: index)
        }
        return nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// A value as a part of a link: everything but the unreserved characters of RFC 3986 §2.3 is escaped.
    package static func percentEncoded(_ value: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in value.utf8 {
            if isNameByte(byte) || "-.~".utf8.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Set where Element == LinkTemplate.Placeholder {
    /// What links for an address, a password and an invitation may carry.
    package static let ofUser: Self = [.code, .userID, .organizationID]
    /// What the link for a passkey's registration may carry.
    package static let ofPasskey: Self = [.code, .userID, .organizationID, .codeID]
    /// What the link of a session's code may carry.
    package static let ofSession: Self = [
        .code, .userID, .loginName, .displayName, .preferredLanguage, .sessionID,
    ]
}

extension DomainError {
    fileprivate static let templateUnreadable = DomainError(
        .invalidArgument, "DOMAIN-oGh5e", "URL Template is invalid")
    fileprivate static let templateFails = DomainError(.invalidArgument, "DOMAIN-ieYa7", "URL Template is invalid")
}
