/// A QR code as a picture.
struct QRPicture: Sendable {
    private let code: QRCode?

    init(_ text: String) {
        code = QRCode(Array(text.utf8))
    }

    /// - Returns: nothing for a text that is too long; it stands on the page in letters.
    func svg(title: String) -> HTML? {
        guard let code else { return nil }
        // Four modules of silence on each side (ISO/IEC 18004 §9.1).
        let size = code.size + 8
        let rows = (0..<code.size).map { row -> String in
            var path = ""
            var column = 0
            while column < code.size {
                let start = column
                while column < code.size, code[row, column] { column += 1 }
                if column > start { path += "M\(start + 4) \(row + 4)h\(column - start)v1h-\(column - start)z" }
                column += 1
            }
            return path
        }
        return """
            <svg class="qr" viewBox="0 0 \(size) \(size)" role="img" shape-rendering="crispEdges">\
            <title>\(title)</title><rect width="\(size)" height="\(size)" fill="#fff"/>\
            <path d="\(rows.joined())" fill="#000"/></svg>
            """
    }
}
