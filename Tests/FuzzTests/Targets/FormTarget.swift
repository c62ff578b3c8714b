internal import HTTP

/// Forms and percent coding.
enum FormTarget {
    private static let limits = FormLimits(pairs: 50, length: 1000)

    static func check(_ bytes: [UInt8]) throws(Violation) {
        try checkForm(bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        let isFree = !text.utf8.contains(0)
        let form = FormCoding.encode(text)
        try hold(FormCoding.decode(form).map(text.isSame) ?? !isFree, "form coding loses something")
        let escaped = FormCoding.percentEncoded(text)
        try hold(FormCoding.percentDecoded(escaped.utf8).map(text.isSame) ?? !isFree, "escaping loses something")
        for encoded in [form, escaped] {
            try hold(encoded.utf8.allSatisfy { isSafe($0) }, "an encoded text holds a delimiter")
        }
        guard let decoded = FormCoding.percentDecoded(bytes) else { return }
        try hold(!decoded.utf8.contains(0), "a decoded text holds a NUL")
        let again = FormCoding.percentDecoded(FormCoding.percentEncoded(decoded).utf8)
        try hold(again.map(decoded.isSame) == true, "a decoded text does not survive")
    }

    private static func checkForm(_ bytes: [UInt8]) throws(Violation) {
        let form: Form
        do throws(FormError) { form = try Form(parsing: bytes, limits: limits) } catch { return }
        try hold(form.pairs.count <= limits.pairs, "a form has too many pairs")
        let ampersands = bytes.count { $0 == UInt8(ascii: "&") }
        try hold(form.pairs.count <= ampersands + 1, "a form has more pairs than were sent")
        for pair in form.pairs {
            try hold(!(pair.name + pair.value).utf8.contains(0), "a form holds a NUL")
            try hold(form[pair.name] != nil && !form.values(pair.name).isEmpty, "a pair is not found")
        }
        let again: Form
        do throws(FormError) {
            again = try Form(parsing: form.encoded.utf8, limits: FormLimits(pairs: 50, length: 4000))
        } catch {
            throw Violation(rule: "a written form is not read")
        }
        let isSame = again.pairs.elementsEqual(form.pairs) {
            $0.name.isSame(as: $1.name) && $0.value.isSame(as: $1.value)
        }
        try hold(isSame, "a written form is another one")
        try hold(Set(form.duplicates).count == form.duplicates.count, "a repeated name is told twice")
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~*+%".utf8.contains(byte)
        }
    }
}
