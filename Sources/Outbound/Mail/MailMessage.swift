package import Platform

/// A mail in two renderings of the same words (RFC 2046 §5.1.4), as the bytes that go over the wire.
package struct MailMessage: Sendable {
    package let sender: MailAddress
    package let receiver: MailAddress
    package let bytes: [UInt8]

    /// What a mail says, and in which language: a tag of BCP 47.
    package struct Content: Sendable {
        package var subject: String
        package var text: String
        package var html: String
        package var language: String

        package init(subject: String, text: String, html: String, language: String) {
            self.subject = subject
            self.text = text
            self.html = html
            self.language = language
        }
    }

    /// - Parameters:
    ///   - id: tells this mail from all others; the same at each attempt, so that a receiver can drop a second one.
    ///   - senderName: empty for none.
    /// - Throws: `.invalid` when a header would hold a control character: no header ends where its value wants it to.
    package init(
        id: String, from sender: MailAddress, named senderName: String = "", replyTo: MailAddress? = nil,
        to receiver: MailAddress, _ content: Content, at date: Timestamp
    ) throws(OutboundError) {
        self.sender = sender
        self.receiver = receiver
        // Quoted-printable never has an equals sign in front of an underscore (RFC 2045 §6.7).
        let boundary = "=_\(id)"
        var headers: [(name: String, value: String)] = [
            ("Date", date.rfc5322), ("From", try Self.mailbox(sender, named: senderName)), ("To", receiver.rawValue),
        ]
        if let replyTo { headers.append(("Reply-To", replyTo.rawValue)) }
        headers += [
            ("Subject", try HeaderText.encode(content.subject)),
            ("Message-ID", "<\(id)@\(sender.domain)>"),
            // Nobody's absence is answered to us (RFC 3834 §5).
            ("Auto-Submitted", "auto-generated"),
            ("Content-Language", content.language),
            ("MIME-Version", "1.0"),
            ("Content-Type", "multipart/alternative; boundary=\"\(boundary)\""),
        ]
        var bytes: [UInt8] = []
        for header in headers { try Self.append(header, to: &bytes) }
        for (type, words) in [("text/plain", content.text), ("text/html", content.html)] {
            bytes += "\r\n--\(boundary)\r\n".utf8
            try Self.append(("Content-Type", "\(type); charset=utf-8"), to: &bytes)
            try Self.append(("Content-Transfer-Encoding", "quoted-printable"), to: &bytes)
            bytes += "\r\n".utf8
            bytes += QuotedPrintable.encode(words)
        }
        bytes += "\r\n--\(boundary)--\r\n".utf8
        self.bytes = bytes
    }

    private static func mailbox(_ address: MailAddress, named name: String) throws(OutboundError) -> String {
        name.isEmpty ? address.rawValue : "\(try HeaderText.phrase(name))\r\n <\(address.rawValue)>"
    }

    /// A line may end inside of a header only where the next one begins with a space: in the folds of this module.
    private static func append(
        _ header: (name: String, value: String), to bytes: inout [UInt8]
    ) throws(OutboundError) {
        let lines = header.value.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let isLast = index == lines.count - 1
            let text = isLast ? line : line.dropLast()
            guard isLast || line.last == UInt8(ascii: "\r"), index == 0 || line.first == UInt8(ascii: " "),
                text.allSatisfy({ (0x20...0x7E).contains($0) })
            else { throw OutboundError(.invalid) }
        }
        bytes += "\(header.name): \(header.value)\r\n".utf8
    }
}

extension Timestamp {
    /// `Mon, 5 Jan 2026 10:00:00 +0000` (RFC 5322 §3.3).
    var rfc5322: String {
        let text = rfc3339
        let date = text.prefix(10).split(separator: "-")
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        // 1970-01-01 was a Thursday.
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        guard date.count == 3, let month = Int(date[1]), let day = Int(date[2]) else { return text }
        let weekday = Int((seconds / 86400 % 7 + 7) % 7)
        return "\(days[weekday]), \(day) \(months[month - 1]) \(date[0]) \(text.dropFirst(11).prefix(8)) +0000"
    }
}
